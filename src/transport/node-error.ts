/** An error and its causes, with the secrets out of their messages and nothing else than message and code. */
export function redactedError(error: unknown, redact: (text: string) => string, depth = 0): Error {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  const copy = new Error(redact(message), {
    ...(cause === undefined || depth === 4 ? {} : { cause: redactedError(cause, redact, depth + 1) }),
  });
  copy.name = name;
  const code = codeOf(error);
  // The stack would be that of this function.
  copy.stack = `${name}: ${copy.message}`;
  return code === undefined ? copy : Object.assign(copy, { code });
}

/** The code that Node and its libraries give their errors. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
