package app

import (
	tea "charm.land/bubbletea/v2"
)

// suspendMsg asks to stop the program until the shell continues it.
type suspendMsg struct{}

// continuedMsg says that somebody else has stopped the program and continued it.
type continuedMsg struct{}

// requestSuspend asks for it.
func requestSuspend() tea.Msg { return suspendMsg{} }

// comeBack is a person's return to the program.
func comeBack(error) tea.Msg { return tea.FocusMsg{} }
