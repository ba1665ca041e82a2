// Package render turns Markdown files into lessons. Beside CommonMark and tables it knows what
// content/README.md describes: front matter, scenarios and traces, boxes, quizzes, facts, drawings,
// and links between texts. Raw HTML is left out. Errors name the file and the line.
package render
