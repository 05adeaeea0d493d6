/**
 * A format as two patterns. A text that `certain` matches has the format by its specification and by the validators
 * in use, one that `possible` does not match has it by none of them; of what lies between nothing is claimed, because
 * they differ there.
 */
export type Format = {
  readonly certain: string;
  readonly possible: string;
  /** Formats that each text of this one has too, by their specifications. */
  readonly within?: readonly string[];
};

const day =
  '(?:\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)' +
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
const timeOfDay =
  '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+\\-](?:[01]\\d|2[0-3]):[0-5]\\d)';
/** With leap seconds, and offsets written without a colon or without minutes, which some accept. */
const looseTime =
  '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[Zz]|[+\\-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)';
const hex = '[0-9a-fA-F]';
const uuid = `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`;
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])?';
const atom = "[a-zA-Z0-9!#$%&'*+/=?^_`\\{\\|\\}~\\-]+";
const duration =
  'P(?:\\d+W|(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)(?:T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S))?|' +
  'T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S))';
/** RFC 3986, 3.2.2: up to seven groups before and after `::`, of which an IPv4 address may be the last. */
const groups = (least: number, most: number) => `(?:${hex}{1,4}:){${least},${most}}`;
const lastGroups = `(?:${hex}{1,4}:${hex}{1,4}|(?:${octet}\\.){3}${octet})`;
const shortened = [5, 4, 3, 2, 1, 0].map(
  (after, before) =>
    `(?:${before === 0 ? '' : groups(0, before - 1)}${before === 0 ? '' : `${hex}{1,4}`})?::${groups(after, after)}${lastGroups}`,
);
const ipv6 = [
  `${groups(6, 6)}${lastGroups}`,
  ...shortened,
  `(?:${groups(0, 5)}${hex}{1,4})?::${hex}{1,4}`,
  `(?:${groups(0, 6)}${hex}{1,4})?::`,
].join('|');
const scheme = '[a-zA-Z][a-zA-Z0-9+.\\-]*';
const pathCharacter = "(?:[a-zA-Z0-9._~!$&'()*+,;=:@\\-]|%[0-9a-fA-F]{2})";
const authority = `//(?:[a-zA-Z0-9._~\\-]+(?::[a-zA-Z0-9._~\\-]*)?@)?${label}(?:\\.${label})*(?::\\d*)?`;
const afterPath = `(?:\\?(?:${pathCharacter}|[/?])*)?(?:#(?:${pathCharacter}|[/?])*)?`;
const notInUri = '[^\\s\\\\<>^`\\{\\|\\}]';
const pointer = '(?:/(?:[^~/]|~[01])*)*';

const anything = '';
/** Nothing is certain: no text matches. */
const never = '$[\\s\\S]^';

/** The formats that connectors emit, and the others of JSON Schema 2020-12, Validation 7.3. */
export const formats: Readonly<Record<string, Format>> = {
  date: exactly(day),
  time: { certain: `^${timeOfDay}$`, possible: `^${looseTime}$` },
  'date-time': { certain: `^${day}[Tt]${timeOfDay}$`, possible: `^${day}[Tt\\s]${looseTime}$` },
  duration: { certain: `^${duration}$`, possible: '^P[\\dYMWDTHS.,]+$' },
  uuid: { certain: `^${uuid}$`, possible: `^(?:[uU][rR][nN]:[uU]{2}[iI][dD]:)?${uuid}$` },
  email: {
    certain: `^${atom}(?:\\.${atom})*@(?:[a-zA-Z0-9]+\\.)+[a-zA-Z0-9]+$`,
    possible: `^(?:${atom}(?:\\.${atom})*|"[\\s\\S]*")@[^@]+$`,
    within: ['idn-email'],
  },
  'idn-email': { certain: never, possible: anything },
  hostname: {
    certain: `^${label}(?:\\.${label}){0,3}$`,
    possible: `^${label}(?:\\.${label})*\\.?$`,
    within: ['idn-hostname'],
  },
  'idn-hostname': { certain: never, possible: anything },
  ipv4: exactly(`(?:${octet}\\.){3}${octet}`),
  ipv6: exactly(ipv6),
  uri: {
    certain: `^${scheme}:(?:${authority}(?:/${pathCharacter}*)*|${pathCharacter}+(?:/${pathCharacter}*)*)${afterPath}$`,
    possible: `^${scheme}:${notInUri}*$`,
    within: ['uri-reference', 'iri', 'iri-reference'],
  },
  'uri-reference': {
    certain: `^(?:${scheme}:)?(?:${authority})?(?:/${pathCharacter}+)*${afterPath}$`,
    possible: `^${notInUri}*$`,
    within: ['iri-reference'],
  },
  iri: { certain: never, possible: '^[a-zA-Z][a-zA-Z0-9+.\\-]*:', within: ['iri-reference'] },
  'iri-reference': { certain: never, possible: anything },
  'json-pointer': exactly(pointer),
  'relative-json-pointer': exactly(`(?:0|[1-9]\\d*)(?:#|${pointer})`),
  'uri-template': {
    certain: '^(?:[A-Za-z0-9._~\\-/:?&=]|\\{[A-Za-z0-9_]+(?::[1-9]\\d{0,3}|\\*)?\\})*$',
    possible: anything,
  },
  regex: { certain: '^[A-Za-z0-9 _]*$', possible: anything },
};

function exactly(pattern: string): Format {
  return { certain: `^(?:${pattern})$`, possible: `^(?:${pattern})$` };
}
