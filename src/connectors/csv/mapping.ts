/** Version of the mapping: raised when the same file would give another contract. */
export const mapping = 1;
