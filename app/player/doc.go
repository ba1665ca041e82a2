// Package player is what a scenario player does and shows, without a browser: a Model, the
// messages that change it, and pictures of it (script, stage, socket table, sequence, reason,
// comparison with a real host) as plain values with their words in the reader's language.
//
// Package ui draws those pictures and carries out the commands that Update asks for.
package player
