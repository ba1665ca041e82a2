package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// document returns the page.
func document() app.Value { return app.Window().Get("document") }

// all returns the elements below v that a selector finds.
func all(v app.Value, selector string) []app.Value {
	list := v.Call("querySelectorAll", selector)
	found := make([]app.Value, list.Get("length").Int())
	for i := range found {
		found[i] = list.Call("item", i)
	}
	return found
}

// first returns the first element below v that a selector finds, and whether there is one.
func first(v app.Value, selector string) (app.Value, bool) {
	e := v.Call("querySelector", selector)
	return e, e.Truthy()
}

// data returns a data attribute of an element, "" where it has none.
func data(e app.Value, name string) string {
	v := e.Get("dataset").Get(name)
	if !v.Truthy() {
		return ""
	}
	return v.String()
}

// dataInt returns a data attribute that is a number, 0 where it is none.
func dataInt(e app.Value, name string) int {
	n, err := strconv.Atoi(data(e, name))
	if err != nil {
		return 0
	}
	return n
}

// readSlots reads the places for players that the page has, in their order.
func readSlots() []player.Config {
	lang := player.ParseLang(document().Get("documentElement").Get("lang").String())
	var configs []player.Config
	for _, slot := range all(document(), ".player-slot") {
		configs = append(configs, readSlot(slot, lang))
	}
	return configs
}

func readSlot(slot app.Value, lang player.Lang) player.Config {
	c := player.Config{Slot: dataInt(slot, "slot"), Name: data(slot, "name"), Title: data(slot, "title"), Lang: lang}
	c.NoHost = data(slot, "host") == "off"
	c.Start = player.Start{Step: dataInt(slot, "step"), View: player.Tab(data(slot, "view")), Predict: data(slot, "predict"),
		Answers: data(slot, "answers")}
	if data(slot, "mode") == "playground" {
		c.Mode = player.Playground
	}
	if pre, ok := first(slot, "pre.scenario"); ok {
		c.Text = pre.Get("textContent").String()
	}
	return c
}

// reveal scrolls a box, and nothing around it, until the element lies within.
func reveal(box, e app.Value) {
	outer, inner := box.Call("getBoundingClientRect"), e.Call("getBoundingClientRect")
	const air = 8
	top := inner.Get("top").Float() - outer.Get("top").Float() - air
	below := inner.Get("bottom").Float() - outer.Get("bottom").Float() + air
	switch {
	case top < 0:
		box.Set("scrollTop", box.Get("scrollTop").Float()+top)
	case below > 0:
		box.Set("scrollTop", box.Get("scrollTop").Float()+below)
	}
}

// inField reports whether an event's target takes keys itself.
func inField(target app.Value) bool {
	switch strings.ToLower(target.Get("tagName").String()) {
	case "textarea", "select", "input":
		return true
	}
	return target.Call("matches", ".rich").Bool() // web/editor, which takes the field's place
}

// pressesButton reports whether the space bar presses an event's target.
func pressesButton(target app.Value) bool {
	tag := strings.ToLower(target.Get("tagName").String())
	return tag == "button" || tag == "a" || tag == "summary"
}
