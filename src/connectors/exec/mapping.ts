/** Version of the mapping: raised when the same output of a program would give another contract. */
export const mapping = 1;
