import type { Field } from '../../../model/schema.js';
import { propertyField } from './field.js';
import { propertiesIn } from './lookup.js';
import { navigationField } from './navigation.js';
import type { Place, Work } from './work.js';

/** The properties and navigation properties of a type and its base types as fields. */
export function membersOf(work: Work, place: Place): readonly Field[] {
  return [
    ...propertiesIn(place.chain).map((property) => propertyField(work, property, place)),
    ...place.chain.flatMap(({ navigations }) =>
      navigations.map((each) => navigationField(work, each, place)),
    ),
  ];
}
