/** Version of the mapping: raised when the same answer would give another contract. */
export const mapping = 1;
