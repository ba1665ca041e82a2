package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"portlab/app/player"
)

// A send hands a message to the player's model. Parts of a player get it when they are made; as it
// is the same for a player's whole life, it is kept in fields that go-app does not compare.
type send func(player.Msg)

// Player is one scenario player.
type Player struct {
	app.Compo
	Config player.Config

	ctx       app.Context
	model     *player.Model
	told      player.State
	shown     patcher
	following bool // soon; see follow
	link      hostLink
	mute      []func() // each ends listening to something that happens to the window
}

// OnInit runs the scenario.
func (p *Player) OnInit() {
	p.model = player.New(p.Config)
}

// OnMount fills the editor and follows what happens to the page.
func (p *Player) OnMount(ctx app.Context) {
	p.ctx = ctx
	p.draw()
	p.hear(p.JSValue(), "scroll", p.onScroll)
	p.hear(p.JSValue(), "mouseover", p.onPoint)
	p.hear(p.JSValue(), "focusin", p.onPoint)
	p.hear(p.JSValue(), "click", p.onSteer)
	p.hear(p.JSValue(), "input", p.onSlide)
	p.hear(p.JSValue(), "keydown", p.onKey)
	p.hear(app.Window(), "beforeprint", p.onPrint)
	p.listen("pagehide", p.onLeave)
	p.listen("portlab-open", p.onOpen)
	setEditor(p.JSValue(), p.model.Text)
	p.tell()
	afterPainting(func() { p.send(player.Placed{}) })
}

func (p *Player) listen(event string, on app.EventHandler) {
	p.mute = append(p.mute, app.Window().AddEventListener(event, on))
}

// hear listens to events that parts answer to at once. Each event that go-app listens to makes it draw
// the player anew before the frame is painted.
func (p *Player) hear(target app.Value, event string, on func(e app.Value)) {
	f := app.FuncOf(func(_ app.Value, args []app.Value) any {
		on(args[0])
		return nil
	})
	capture := event == "scroll" // which does not bubble
	target.Call("addEventListener", event, f, capture)
	p.mute = append(p.mute, func() {
		target.Call("removeEventListener", event, f, capture)
		f.Release()
	})
}

// OnDismount ends what the player had under way.
func (p *Player) OnDismount() {
	p.link.stop()
	for _, end := range p.mute {
		end()
	}
}

// onLeave ends the run on the host: the browser may keep the page, and the run with it, for the way
// back.
func (p *Player) onLeave(app.Context, app.Event) { p.later(player.CancelHost{}) }

// onOpen opens what the page has put into the player's place since.
func (p *Player) onOpen(_ app.Context, e app.Event) {
	if e.Get("detail").Int() != p.Config.Slot {
		return
	}
	slot, ok := first(document(), ".player-slot[data-slot=\""+itoa(p.Config.Slot)+"\"]")
	if !ok {
		return
	}
	c := readSlot(slot, p.Config.Lang)
	p.told = player.State{} // what is opened is told, also where it is as before
	p.later(player.Load{Name: c.Name, Title: c.Title, Text: c.Text, Start: c.Start})
}

// tell lets the page know the player's state, where it is another than before.
func (p *Player) tell() {
	s := p.model.State()
	if s == p.told {
		return
	}
	p.told = s
	detail := map[string]any{
		"slot": p.Config.Slot, "name": s.Name, "title": s.Title, "text": s.Text,
		"step": s.Step, "steps": s.Steps, "view": string(s.View), "predict": s.Predict,
		"answers": s.Answers, "questions": s.Questions, "right": s.Right,
	}
	document().Call("dispatchEvent", app.Window().Get("CustomEvent").New("portlab-state", map[string]any{"detail": detail}))
}

// send changes the model by a message, draws what changes with every step, and does what the model
// asks for. What is left draws go-app, soon.
func (p *Player) send(msg player.Msg) {
	p.change(msg)
	p.tell()
}

// steer sends a message that came past go-app. Where it moves the cursor, what can wait is done once the
// step is painted.
func (p *Player) steer(msg player.Msg) {
	switch msg.(type) {
	case player.Go, player.Step, player.ToFailure, player.TogglePlay:
		p.change(msg)
		p.follow()
	default:
		p.later(msg)
	}
}

func (p *Player) change(msg player.Msg) {
	p.look()
	cmds := p.model.Update(msg)
	p.draw()
	for _, cmd := range cmds {
		p.do(cmd)
	}
}

// draw draws the parts that change with every step.
func (p *Player) draw() { p.shown.draw(p.JSValue(), p.parts()) }

// parts is what changes with every step. A part stands after the one that it is in.
func (p *Player) parts() []part {
	m := p.model
	parts := []part{scriptPart(m.Script(), m.Words()), nowPart(m)}
	parts = append(parts, stageParts(m.Scene(), m.Words())...)
	parts = append(parts, stackParts(m.StackList(), m.Words())...)
	parts = append(parts, p.tabsPart())
	parts = append(parts, viewParts(m)...)
	return append(append(parts, controlsParts(m)...), livePart(m))
}

// livePart is what a screen reader says.
func livePart(m *player.Model) part {
	live := part{name: "live"}
	live.add("said", tag("span").with(escaped(m.Live())))
	return live
}

// later sends a message from outside the handlers of this component.
func (p *Player) later(msg player.Msg) {
	p.ctx.Dispatch(func(app.Context) { p.send(msg) })
}

func (p *Player) do(cmd player.Cmd) {
	switch cmd := cmd.(type) {
	case player.PlayAfter:
		time.AfterFunc(cmd.After, func() { p.later(player.Tick{Run: cmd.Run}) })
	case player.SettleAfter:
		time.AfterFunc(cmd.After, func() { p.later(player.Settle{Edit: cmd.Edit}) })
	case player.SetEditor:
		p.afterDrawing(func(root app.Value) { setEditor(root, cmd.Text) })
	case player.Reveal:
		p.follow()
	case player.TopOfTab:
		topOfTab(p.JSValue())
	case player.RevealHost:
		p.afterDrawing(func(root app.Value) { revealIn(root, ".view-box", ".compare tr:is(.ok, .error)") })
	case player.ScrollTo:
		scrollTo(p.JSValue(), cmd)
	case player.RevealLit:
		revealIn(p.JSValue(), ".stage", "[data-c~=drawing] > [data-c~=lit]")
	case player.FocusRow:
		focus(p.JSValue(), ".hot [tabindex='0']")
	case player.FocusStack:
		focus(p.JSValue(), ".stack-rows")
	case player.FocusStackButton:
		focus(p.JSValue(), ".open-stack")
	case player.FocusChoice:
		focus(p.JSValue(), ".choice")
	case player.FocusAnswer:
		focus(p.JSValue(), ".now")
	case player.FocusUndo:
		p.afterDrawing(func(root app.Value) { focus(root, ".change button") })
	case player.FindRemedies:
		findRemedies(cmd, p.later)
	case player.FocusHelp:
		p.afterDrawing(func(root app.Value) { focus(root, ".help button") })
	case player.FocusHelpButton:
		p.afterDrawing(func(root app.Value) { focus(root, "button[data-do=help]") })
	case player.AskHost:
		if p.Config.NoHost {
			p.later(player.HostKnown{})
			return
		}
		askHost(func(known player.HostKnown) { p.later(known) })
	case player.StartRun:
		p.link.run(cmd, p.later)
	case player.StopRun:
		p.link.stop()
	}
}

// follow has all else follow the cursor once the step is painted: what scrolls, what go-app draws, the
// page. To measure where things are before that would make the page be laid out twice. Steps that come
// fast are one.
func (p *Player) follow() {
	if p.following {
		return
	}
	p.following = true
	afterPainting(func() {
		p.following = false
		revealCurrent(p.JSValue())
		p.tell()
		p.ctx.Dispatch(func(app.Context) {})
		if p.model.Tab == player.TabWhy {
			p.afterDrawing(revealReason)
		}
	})
}

// afterPainting calls f once what has changed is painted.
func afterPainting(f func()) {
	once(app.Window(), "requestAnimationFrame", func() { once(app.Window(), "setTimeout", f) })
}

// once has a function of an object call f, one time.
func once(object app.Value, method string, f func()) {
	var on app.Func
	on = app.FuncOf(func(app.Value, []app.Value) any {
		on.Release()
		f()
		return nil
	})
	object.Call(method, on)
}

// afterDrawing calls f with the player's element once the changes to come are drawn.
func (p *Player) afterDrawing(f func(root app.Value)) {
	p.ctx.Defer(func(app.Context) { f(p.JSValue()) })
}

func setEditor(root app.Value, text string) {
	if area, ok := first(root, "textarea"); ok {
		area.Set("value", text)
		area.Call("dispatchEvent", app.Window().Get("Event").New("change")) // for the editor over it
	}
}

func focus(root app.Value, selector string) {
	if e, ok := first(root, selector); ok {
		e.Call("focus", map[string]any{"preventScroll": true})
	}
}

// revealCurrent scrolls script and stage to what the cursor is at, inside the player, and takes the
// focus along where it was on the script.
func revealCurrent(root app.Value) {
	revealIn(root, ".script", ".current") // the calls that return with it, too
	if box, ok := first(root, ".script"); ok && box.Call("contains", document().Get("activeElement")).Bool() {
		focus(box, "[aria-current]")
	}
	revealIn(root, ".stage", changedOnStage(root))
}

// revealReason scrolls to the check that failed.
func revealReason(root app.Value) {
	revealIn(root, ".view-box", ".checks .error")
	revealIn(root, ".rules", ".checks .error")
}

// changedOnStage selects what a step changed: in the drawing, or on a phone in the list in its place.
func changedOnStage(root app.Value) string {
	drawing, ok := first(root, "[data-c~=drawing]")
	if ok && drawing.Call("getBoundingClientRect").Get("width").Float() == 0 {
		return ".stage-list :is(.active, .blocks, .changed)"
	}
	return "[data-c~=drawing] [data-c~=card]:is([data-c~=active], [data-c~=blocks], [data-c~=changed])"
}

func scrollTo(root app.Value, to player.ScrollTo) {
	if b, ok := first(root, "[data-box="+string(to.Box)+"]"); ok {
		b.Call("scrollTo", to.Left, to.Top)
	}
}

func topOfTab(root app.Value) {
	if b, ok := first(root, ".view-box"); ok {
		b.Set("scrollTop", 0)
	}
}

// revealIn scrolls a box of the player to the elements that a selector finds in it, as far as there is
// room to the last.
func revealIn(root app.Value, box, selector string) {
	b, ok := first(root, box)
	if !ok {
		return
	}
	for _, e := range all(b, selector) {
		reveal(b, e)
	}
}

// onKey does what a key does in the player.
func (p *Player) onKey(e app.Value) {
	target := e.Get("target")
	if e.Get("ctrlKey").Bool() || e.Get("altKey").Bool() || e.Get("metaKey").Bool() || inField(target) {
		return
	}
	key := e.Get("key").String()
	if key == "Escape" && p.model.Help {
		p.steer(player.ToggleHelp{})
		return
	}
	if key == " " && pressesButton(target) || isArrow(key) && target.Call("closest", "[role=tablist]").Truthy() {
		return
	}
	if msg, ok := player.KeyMsg(key, e.Get("shiftKey").Bool()); ok {
		e.Call("preventDefault")
		p.steer(msg)
	}
}

func isArrow(key string) bool {
	return key == "ArrowLeft" || key == "ArrowRight" || key == "Home" || key == "End"
}

// Render renders the player.
func (p *Player) Render() app.UI {
	m, w := p.model, p.model.Words()
	class := "lesson-player"
	if m.Mode == player.Playground {
		class = "edit-player"
	}
	return el("div", "class", join("player", class), "data-slot", itoa(m.Slot), "role", "region",
		"aria-label", w.Label(m.Title)).
		Body(
			&bar{Title: m.Title, Predict: m.Predict, Asks: m.HasQuestions(), Score: m.Score(), Help: m.Help, Running: m.Host.State == player.HostRunning, Words: w, send: p.send},
			p.changed(),
			div("work",
				p.editor(),
				p.script(),
				div("view", p.stage(), p.now()),
			),
			p.panel(),
			p.controls(),
			p.help(),
			storyboard(),
			el("p", "class", "vh", "aria-live", "polite", "data-part", "live"),
		)
}

func (p *Player) editor() app.UI {
	m := p.model
	if m.Mode != player.Playground {
		return nil
	}
	return &editor{Slot: m.Slot, Line: m.Line(), Faults: m.Faults, Text: m.FaultyText(), Words: m.Words(), send: p.send}
}

func (p *Player) help() app.UI {
	if !p.model.Help {
		return nil
	}
	return &help{Words: p.model.Words(), send: p.send}
}
