import type { Annotation, EdmOperation, EdmParameter, Facets, TypeUse } from '../edm.js';
import { addOperation, type Draft, operationName } from './draft.js';
import { annotationHandler } from './edmx-annotation.js';
import { annotated, facetsOf, flag, metadataAttribute, sapAttributes } from './edmx-structure.js';
import type { XmlElement, XmlHandler } from './xml.js';

/**
 * Reads a function, an action, or a function import of versions 1 to 3, and puts it into the draft when it ends: its
 * full name needs the first parameter.
 */
export function operationHandler(
  draft: Draft,
  kind: EdmOperation['kind'],
  name: string,
  element: XmlElement,
  named: (fullName: string) => void = () => {},
): XmlHandler {
  const { attributes } = element;
  const bound = flag(attributes['IsBound'] ?? attributes['IsBindable']) ?? false;
  const parameters: EdmParameter[] = [];
  const annotations: Annotation[] = [];
  let returns = returned(draft, attributes['ReturnType'], {});
  return {
    child(child) {
      if (child.name === 'Parameter') return parameterHandler(draft, child, parameters);
      if (child.name === 'ReturnType')
        returns = returned(draft, child.attributes['Type'], facetsOf(draft, child));
      if (child.name !== 'Annotation') return undefined;
      return annotationHandler(draft, child, (annotation) => annotations.push(annotation));
    },
    end() {
      const [first, ...others] = parameters;
      const binding = bound ? first?.type : undefined;
      addOperation(draft, {
        name,
        kind,
        ...(binding === undefined ? {} : { binding }),
        parameters: binding === undefined ? parameters : others,
        ...(returns === undefined ? {} : { returns }),
        annotations,
        sap: sapAttributes(draft, element),
      });
      named(operationName(name, binding));
    },
  };
}

function returned(draft: Draft, type: string | undefined, facets: Facets): (TypeUse & Facets) | undefined {
  if (type === undefined) return undefined;
  return { ...draft.typeUse(type), ...facets };
}

function parameterHandler(
  draft: Draft,
  element: XmlElement,
  parameters: EdmParameter[],
): XmlHandler | undefined {
  const [name, type] = [element.attributes['Name'], element.attributes['Type']];
  if (name === undefined) return undefined;
  const annotations: Annotation[] = [];
  parameters.push({
    name: draft.keep(name),
    type: draft.typeUse(type ?? 'Edm.String'),
    ...facetsOf(draft, element),
    annotations,
    sap: sapAttributes(draft, element),
  });
  return annotated(draft, annotations);
}

/** True where the import itself is the operation, as in versions 1 to 3. */
export function isOperation(element: XmlElement): boolean {
  return (
    element.attributes['Function'] === undefined &&
    (metadataAttribute(element, 'HttpMethod') !== undefined || element.attributes['Action'] === undefined)
  );
}
