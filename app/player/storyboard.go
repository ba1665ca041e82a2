package player

// A Panel is one step as it is printed.
type Panel struct {
	Row      ScriptRow // the step's line of the script
	Sentence string
	Scene    *Scene
}

// mostPanels is how many steps are printed at most.
const mostPanels = 200

// Storyboard returns the steps to print, as far as their results may be seen.
func (m *Model) Storyboard() []Panel {
	if m.play == nil {
		return nil
	}
	var panels []Panel
	at := *m
	at.Selected = 0
	for k := 1; k <= min(m.known(), mostPanels); k++ {
		at.Pos, at.frame = k, nil
		panels = append(panels, Panel{Row: m.rowOfStep(k), Sentence: at.Sentence(), Scene: at.Scene()})
	}
	return panels
}

// rowOfStep returns a step's row of the script.
func (m *Model) rowOfStep(k int) ScriptRow {
	known := m.known()
	for _, l := range m.lines() {
		if l.row.Step == k {
			return m.scriptRow(l, known)
		}
	}
	return ScriptRow{}
}
