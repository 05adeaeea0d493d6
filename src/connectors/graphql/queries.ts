/** What a server's introspection knows beyond the first edition of the specification. */
export type Abilities = {
  /** Deprecated arguments and input fields are told only where they are asked for. */
  readonly deprecatedInputs: boolean;
  readonly specifiedByURL: boolean;
  readonly isOneOf: boolean;
};

export const noAbilities: Abilities = { deprecatedInputs: false, specifiedByURL: false, isOneOf: false };

/** Asks which members introspection itself has, by what every edition of the specification has. */
export const probe = `query SeamProbe {
  typeType: __type(name: "__Type") { fields(includeDeprecated: true) { name args { name } } }
  fieldType: __type(name: "__Field") { fields(includeDeprecated: true) { name args { name } } }
}`;

/** Levels of list and non-null around a name; ten is more than any real schema has. */
const levels = 10;

/** The introspection query for these abilities. https://spec.graphql.org/October2021/#sec-Schema-Introspection */
export function introspection({ deprecatedInputs, specifiedByURL, isOneOf }: Abilities): string {
  const all = deprecatedInputs ? '(includeDeprecated: true)' : '';
  const ref = 'kind name '.concat('ofType { kind name '.repeat(levels), '} '.repeat(levels));
  return `query SeamIntrospection {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types {
      kind
      name
      ${specifiedByURL ? 'specifiedByURL' : ''}
      ${isOneOf ? 'isOneOf' : ''}
      fields(includeDeprecated: true) { name args${all} { ...Input } type { ...Ref } }
      inputFields${all} { ...Input }
      enumValues(includeDeprecated: true) { name }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name defaultValue type { ...Ref } }
fragment Ref on __Type { ${ref.trim()} }`;
}
