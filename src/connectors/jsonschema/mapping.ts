/** Version of the mapping: raised when the same document would give another contract. */
export const mapping = 1;
