const secretParameter = /pass|pwd|secret|token|key|code|auth|session|sig|credential|saml|^sid$/i;

/** A URL for people: without user, fragment, and the values of parameters whose name says that they are secret. */
export function shownUrl({ origin, pathname, search }: URL): string {
  const query = search.replace(/([?&][^=&]*)=[^&]*/g, (whole, name: string) =>
    secretParameter.test(name.slice(1)) ? `${name}=***` : whole,
  );
  return origin + pathname + query;
}
