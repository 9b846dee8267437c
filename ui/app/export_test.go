package app

// EnterEarly does what Run does before the program.
func (a *App) EnterEarly() { a.enterEarly() }

// Leave is what Run does at its end.
func (a *App) Leave() { a.leave() }
