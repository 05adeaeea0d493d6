import { isJsonObject, type Json, type JsonObject } from '../../../model/json.js';
import type {
  EdmEnum,
  EdmNavigation,
  EdmOperation,
  EdmParameter,
  EdmProperty,
  EdmStructured,
  Facets,
  TypeUse,
} from '../edm.js';
import { type Limits, longestTarget, tooLarge, truncated, unusable } from '../limits.js';
import { inlineAnnotations, targetedAnnotations } from './csdl-json-annotation.js';
import { addOperation, annotate, type Draft } from './draft.js';

/**
 * Reads CSDL JSON into a draft. It is held in memory as a whole, so its limit is lower than that of XML.
 * https://docs.oasis-open.org/odata/odata-csdl-json/v4.01/odata-csdl-json-v4.01.html
 */
export async function readCsdlJson(text: AsyncIterable<string>, draft: Draft, limits: Limits): Promise<void> {
  let whole = '';
  for await (const piece of text) {
    whole += piece;
    if (whole.length > limits.json)
      throw tooLarge(`more than ${Math.floor(limits.json / 1024 / 1024)} MiB of JSON.`);
  }
  const document = parsed(whole);
  if (!isJsonObject(document)) throw unusable('it is JSON, but no object.');
  draft.edmxVersion = textOf(document['$Version']);
  witness(draft, document, limits.depth);
  for (const [name, schema] of Object.entries(document)) {
    if (name.startsWith('$') || name.startsWith('@') || !isJsonObject(schema)) continue;
    readSchema(draft, name, schema);
  }
  readReferences(draft, document['$Reference']);
  if (draft.edmxVersion === undefined || draft.schemaNamespaces.size === 0) {
    throw unusable('it is JSON, but no CSDL: it lacks $Version or a schema.');
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (/unexpected end|unterminated/i.test(String(cause))) throw truncated('the JSON is not complete.');
    throw unusable('it is no JSON.', cause);
  }
}

/** Notes which facets and terms occur anywhere. */
function witness(draft: Draft, value: Json, depth: number): void {
  if (depth === 0) throw unusable('its objects are nested too deep.');
  if (Array.isArray(value)) for (const item of value) witness(draft, item, depth - 1);
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name.startsWith('$')) draft.attributes.add(name.slice(1));
    for (const [term = ''] of name
      .split('@')
      .slice(1)
      .map((part) => part.split('#', 1))) {
      // `@type` is control information of the format, no term.
      if (term.includes('.') && !term.startsWith('odata.')) draft.terms.add(term);
    }
    witness(draft, member, depth - 1);
  }
}

function readReferences(draft: Draft, references: Json | undefined): void {
  for (const reference of isJsonObject(references) ? Object.values(references) : []) {
    const included = isJsonObject(reference) ? reference['$Include'] : undefined;
    for (const include of Array.isArray(included) ? included : []) {
      const [alias, namespace] = [textOf(include['$Alias']), textOf(include['$Namespace'])];
      if (alias !== undefined && namespace !== undefined) draft.aliases.set(alias, namespace);
    }
  }
}

function readSchema(draft: Draft, namespace: string, schema: JsonObject): void {
  draft.schemaNamespaces.add('http://docs.oasis-open.org/odata/ns/edm');
  const alias = textOf(schema['$Alias']);
  if (alias !== undefined) draft.aliases.set(alias, namespace);
  for (const [name, member] of Object.entries(schema)) {
    const qualified = `${namespace}.${name}`;
    if (name === '$Annotations' && isJsonObject(member)) {
      for (const [target, found] of targetedAnnotations(member)) {
        if (target.length <= longestTarget) annotate(draft, target, found);
      }
    } else if (Array.isArray(member) && !name.startsWith('@')) {
      for (const overload of member) if (isJsonObject(overload)) readOperation(draft, qualified, overload);
    } else if (isJsonObject(member) && !name.startsWith('@')) {
      kinds.get(textOf(member['$Kind']) ?? '')?.(draft, qualified, member);
    }
  }
}

const kinds: ReadonlyMap<string, (draft: Draft, name: string, member: JsonObject) => void> = new Map([
  [
    'EntityType',
    (draft: Draft, name: string, member: JsonObject) => {
      const base = textOf(member['$BaseType']);
      const abstract = member['$Abstract'] === true;
      draft.entityNames.set(name, { name, abstract, ...(base === undefined ? {} : { base }) });
      for (const [, part] of membersOf(member)) {
        if (part['$Kind'] === 'NavigationProperty') draft.reachedTypes.add(typeOf(part).name);
      }
      if (draft.wanted.entityType(name)) draft.entityTypes.set(name, structureOf(name, member));
    },
  ],
  ['ComplexType', (draft, name, member) => draft.complexTypes.set(name, structureOf(name, member))],
  ['EnumType', (draft, name, member) => draft.enumTypes.set(name, enumOf(name, member))],
  [
    'TypeDefinition',
    (draft, name, member) => {
      const underlying = { name: textOf(member['$UnderlyingType']) ?? 'Edm.String', collection: false };
      draft.typeDefinitions.set(name, { name, underlying, ...facetsOf(underlying, member) });
    },
  ],
  ['EntityContainer', readContainer],
]);

/** Members that are no facet and no annotation. */
function membersOf(object: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(object).flatMap(([name, member]) =>
    name.startsWith('$') || name.includes('@') || !isJsonObject(member) ? [] : [[name, member] as const],
  );
}

function structureOf(name: string, member: JsonObject): EdmStructured {
  const properties: EdmProperty[] = [];
  const navigations: EdmNavigation[] = [];
  for (const [called, part] of membersOf(member)) {
    if (part['$Kind'] === 'NavigationProperty') navigations.push(navigationOf(called, part));
    else properties.push(propertyOf(called, part));
  }
  const key = Array.isArray(member['$Key']) ? member['$Key'] : [];
  const base = textOf(member['$BaseType']);
  return {
    name,
    abstract: member['$Abstract'] === true,
    open: member['$OpenType'] === true,
    hasStream: member['$HasStream'] === true,
    key: key.flatMap((part: Json) => (isJsonObject(part) ? Object.values(part) : [part]).map(String)),
    properties,
    navigations,
    annotations: inlineAnnotations(member),
    sap: new Map(),
    ...(base === undefined ? {} : { base }),
  };
}

function typeOf(member: JsonObject): TypeUse {
  return { name: textOf(member['$Type']) ?? 'Edm.String', collection: member['$Collection'] === true };
}

/** Defaults differ from XML: `$Nullable` is false where absent, and the scale of a decimal is variable. */
function facetsOf(type: TypeUse, member: JsonObject): Facets {
  const text = (name: string) => (member[name] === undefined ? undefined : String(member[name]));
  const scale = text('$Scale') ?? (type.name === 'Edm.Decimal' ? 'variable' : undefined);
  const [maxLength, precision] = [text('$MaxLength'), text('$Precision')];
  return {
    nullable: member['$Nullable'] === true,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  };
}

function propertyOf(name: string, member: JsonObject): EdmProperty {
  const type = typeOf(member);
  const value = member['$DefaultValue'];
  return {
    name,
    type,
    ...facetsOf(type, member),
    ...(value === undefined || value === null ? {} : { defaultValue: String(value) }),
    fixed: false,
    annotations: inlineAnnotations(member),
    sap: new Map(),
  };
}

function navigationOf(name: string, member: JsonObject): EdmNavigation {
  const type = typeOf(member);
  return {
    name,
    type,
    contains: member['$ContainsTarget'] === true,
    ...(type.collection ? {} : { nullable: member['$Nullable'] === true }),
    annotations: inlineAnnotations(member),
    sap: new Map(),
  };
}

function enumOf(name: string, member: JsonObject): EdmEnum {
  const members = Object.entries(member).flatMap(([called, value]) =>
    called.startsWith('$') || called.includes('@') ? [] : [{ name: called, value: String(value) }],
  );
  return {
    name,
    underlying: textOf(member['$UnderlyingType']) ?? 'Edm.Int32',
    flags: member['$IsFlags'] === true,
    members,
  };
}

function readOperation(draft: Draft, name: string, overload: JsonObject): void {
  const kind: EdmOperation['kind'] = overload['$Kind'] === 'Action' ? 'action' : 'function';
  const listed = Array.isArray(overload['$Parameter']) ? overload['$Parameter'] : [];
  const parameters = listed.filter(isJsonObject).map((parameter: JsonObject): EdmParameter => {
    const type = typeOf(parameter);
    return {
      name: textOf(parameter['$Name']) ?? '',
      type,
      ...facetsOf(type, parameter),
      annotations: inlineAnnotations(parameter),
      sap: new Map(),
    };
  });
  const [first, ...others] = parameters;
  const binding = overload['$IsBound'] === true ? first?.type : undefined;
  const answer = overload['$ReturnType'];
  const returns = isJsonObject(answer)
    ? { ...typeOf(answer), ...facetsOf(typeOf(answer), answer) }
    : undefined;
  addOperation(draft, {
    name,
    kind,
    ...(binding === undefined ? {} : { binding }),
    parameters: binding === undefined ? parameters : others,
    ...(returns === undefined ? {} : { returns }),
    annotations: inlineAnnotations(overload),
    sap: new Map(),
  });
}

function readContainer(draft: Draft, container: string, members: JsonObject): void {
  for (const [name, member] of membersOf(members)) {
    const [called, action, type] = [member['$Function'], member['$Action'], member['$Type']].map(textOf);
    if (called !== undefined) draft.imports.push({ name, kind: 'function', operation: called });
    else if (action !== undefined) draft.imports.push({ name, kind: 'action', operation: action });
    else if (type !== undefined) {
      draft.sets.push({
        container,
        name,
        type,
        singleton: member['$Collection'] !== true,
        annotations: inlineAnnotations(member),
        sap: new Map(),
      });
    }
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
