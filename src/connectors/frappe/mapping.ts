/** Version of the mapping: raised when the same answer of a server would give another contract. */
export const mapping = 1;
