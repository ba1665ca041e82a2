package player

import (
	"strconv"

	"portlab/sim/abi"
)

// Words are all words of the player in one language. What stands in braces is filled in.
type Words struct {
	// Parts of the player, for headings and labels.
	Player, Script, Stage, Processes, Sockets, Ports string
	Controls, Views                                  string

	// Controls. Each label also names its key.
	First, Back, Play, Pause, Next, Last, Speed                 string
	PrevFailure, NextFailure, Slider, StepOf                    string
	Predict, PredictHint, Help, HelpTitle, Close                string
	KeyStep, KeyFailure, KeyEnds, KeyPlay                       string
	KeyPredict, KeyWhy, KeyTable, KeyHelp, KeyNote, PictureNote string
	KeySpace, KeyUndo                                           string

	// Tabs.
	TabSockets, TabTimeline, TabWhy, TabHost string

	// Stage.
	Running, BlockedIn, ExitedWith, WasKilled       string
	NoDescriptors, MoreFDs, MoreSockets             string
	MorePorts, Socket, Refs, NoFD, InQueueOf        string
	NotBound, Bound, Closed, New, Gone, AcceptQueue string
	Clock                                           string
	BlocksCall, BlocksNow                           string

	// Socket table, beside ss's own words.
	TableCaption, TableEmpty, Unseen, OptionsColumn string

	// Timeline.
	TimelineEmpty, DroppedBecause, TimelineLabel string
	SegmentSays, MoreChange                      string
	MeansSYN, MeansSYNACK, MeansACK, MeansFIN    string
	MeansRST, MeansData, MeansDatagram           string

	// Sentences. {did} is a phrase of Calls.
	BeforeFirst, SetUp, DidOK, DidWaits, DidFails string
	DidReturns, DidOpens, ThenReturns, ThenOpens  string
	Asks, SentenceGap                             string
	NoEffect, Now, StateOf, StateInPlace          string
	LiveStep, Comma                               string

	// Calls says who does what, by call; Summaries what a call is for.
	Calls, Summaries map[string]string
	// Errnos is strerror's text in this language; where it is missing abi's own text stands.
	Errnos map[abi.Errno]string
	// Drops says why a segment had no effect, by the simulator's own text, which stands where it is missing.
	Drops map[string]string

	// Questions.
	Question, Waits, WaitsHint, Succeeds, SomeBytes string
	EndOfFile, ShowMe, Right, Wrong, Shown, Score   string
	ClaimedButGot, AskMark                          string

	// Signs, for those who do not see them.
	Failed string

	// Why.
	WhyNothing, WhyNoRule, WhyBlockedBy, WhyRules string
	WhyHidden, WhyPassed, WhyFailed               string

	// Remedies.
	WouldSucceed, WouldReturn, Searching, NoSearch, NoRemedy string
	WrongCall, WouldNotHelp                                  string
	// What a remedy has changed.
	ChangedBy, Semicolon, Undo, BackToLesson, Undone string
	Added, Altered, Removed                          string

	// Real host.
	RunHost, RunAgain, CancelRun, HostChecking, HostNone              string
	HostNoProbe, HostGetOne, HostIntro, HostProgress                  string
	HostWaiting, HostAgrees, HostDiffers, HostFailed                  string
	HostCancelled, HostStale, HostColumn, SimColumn                   string
	HostKernel, CallColumn                                            string
	HostAgreeMark, HostDifferMark, HostNothing, HostNetwork, HostLive string
	HostBegun, Report                                                 string

	// Playground.
	Editor, EditorHelp, FaultAt string
	EmptyScenario               string
}

// Label names a player for those who do not see it.
func (w *Words) Label(title string) string { return fill(w.Player, "title", title) }

// ClaimedText says what the text claims where that is not what happened.
func (w *Words) ClaimedText(claim string) string { return fill(w.ClaimedButGot, "claim", claim) }

// FaultText says what is wrong where in the text.
func (w *Words) FaultText(f Fault) string {
	return fill(w.FaultAt, "line", strconv.Itoa(f.Line), "col", strconv.Itoa(f.Col), "text", f.Text)
}
