package app

import (
	tea "charm.land/bubbletea/v2"
)

// suspendMsg asks to stop the program until the shell continues it.
type suspendMsg struct{}

// continuedMsg says that the program was stopped and continued from outside.
type continuedMsg struct{}

// requestSuspend returns a suspendMsg.
func requestSuspend() tea.Msg { return suspendMsg{} }

// comeBack returns the message of regained focus.
func comeBack(error) tea.Msg { return tea.FocusMsg{} }
