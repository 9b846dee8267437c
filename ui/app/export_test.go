package app

// EnterEarly does what Run does before the program.
func (a *App) EnterEarly() { a.enterEarly() }
