/** The types that a user-defined type is made of. */
import type { UserType } from './snapshot.ts';
import type { SqlType } from './type.ts';

export function typesIn(type: UserType): readonly SqlType[] {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'domain':
      return [type.baseType];
    case 'range':
      return [type.subtype];
    case 'composite':
      return type.attributes.map((one) => one.type);
  }
}
