/** Said of a file whose parts stand in one another so deeply that reading it would use up the stack. */
export const tooDeep = "It is nested too deeply to be read.";
