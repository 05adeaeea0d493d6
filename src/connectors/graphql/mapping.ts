/** Version of the mapping: raised when the same schema would give another contract. */
export const mapping = 1;
