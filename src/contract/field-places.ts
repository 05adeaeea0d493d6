/** A place in a text; both count from 1, the column in UTF-16 units. */
type TextPlace = { readonly line: number; readonly column: number };

/** What a JSON object or list is within a contract; `name` is the field that it belongs to. */
type Part = { readonly is: 'schema' | 'properties' | 'other'; readonly name?: string };

/** A string with the colon that makes it the name of a member, a mark that opens or closes, or the end of a line. */
const token = /("[^"\\]*(?:\\.[^"\\]*)*")([ \t\r\n]*:)?|[{}[\]\n]/g;

/**
 * Where the fields of a contract stand in its text, which must be JSON (of any layout: people edit contracts). The
 * text is read once. A field that the contract does not have is found at the nearest one around it, else at the list
 * of fields; no field at all is the beginning.
 */
export function placesOfFields(text: string): (field?: string) => TextPlace {
  const found = new Map<string, TextPlace>();
  const parts: Part[] = [];
  const start: TextPlace = { line: 1, column: 1 };
  let [list, line, lineStart] = [start, 1, 0];
  let next: Part = { is: 'schema' };
  for (const { 0: match, 1: string, 2: colon, index } of text.matchAll(token)) {
    if (match === '\n') [line, lineStart] = [line + 1, index + 1];
    else if (match === '{') parts.push(next);
    else if (match === '[') parts.push({ is: 'other' });
    else if (match === '}' || match === ']') parts.pop();
    else if (string !== undefined && colon !== undefined) {
      const member = JSON.parse(string) as string;
      const place = { line, column: index - lineStart + 1 };
      const around = parts.at(-1) ?? { is: 'other' };
      next = partOf(member, around);
      if (around.is === 'properties' && next.name !== undefined) found.set(next.name, place);
      if (next.is === 'properties' && next.name === undefined) list = place;
      // The end of a line may stand between a name and its colon.
      const ends = colon.split('\n').length - 1;
      if (ends > 0) [line, lineStart] = [line + ends, index + match.lastIndexOf('\n') + 1];
    }
  }
  return (field) => (field === undefined ? start : (nearest(found, field) ?? list));
}

/** Where one field stands. Of many fields of one contract `placesOfFields` reads the text once. */
export function lineOfField(text: string, field?: string): TextPlace {
  return placesOfFields(text)(field);
}

/** The value of a member: a list of fields, the schema of one or of its rows, or what holds no fields. */
function partOf(member: string, around: Part): Part {
  if (around.is === 'properties') {
    return { is: 'schema', name: around.name === undefined ? member : `${around.name}.${member}` };
  }
  const is = { properties: 'properties', items: 'schema' } as const;
  if (around.is === 'schema' && (member === 'properties' || member === 'items')) {
    return { ...around, is: is[member] };
  }
  return { is: 'other' };
}

function nearest(found: ReadonlyMap<string, TextPlace>, field: string): TextPlace | undefined {
  const place = found.get(field);
  const point = field.lastIndexOf('.');
  return place ?? (point < 0 ? undefined : nearest(found, field.slice(0, point)));
}
