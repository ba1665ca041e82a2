// Package e2e does in a real browser what a person does with the pages, served as `portlab serve`
// serves them. It consists of tests only.
package e2e
