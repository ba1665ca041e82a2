// Package render turns Markdown files into lessons. Beside CommonMark and tables it knows
//
//   - front matter: lines "key: value" between two lines "---" at the top, with title, summary and
//     minutes;
//
//   - a fenced block "```scenario name=NAME title="TITLE"", which ends a section with a player;
//
//   - a box that corrects what is often said, and a question with its answer:
//
//     :::said
//     Set SO_REUSEADDR and the restart works.
//     :::happens
//     Only if the old server had set it too.
//     :::
//
//     :::question
//     Who keeps the TIME_WAIT?
//     :::answer
//     The side that closed first.
//     :::
//
// Raw HTML is left out. Errors name the file and the line.
package render
