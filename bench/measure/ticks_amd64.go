package measure

// Ticks reads the processor's counter of time, after all earlier instructions. It is for times of
// some nanoseconds.
func Ticks() uint64
