/** A table as one class, or one `Table()`, states it, before references in it are resolved. */
import type { NamingConvention } from '../../migration/alembic/operations/naming.ts';
import type { PyValue } from '../../python/value.ts';
import type { ObjectName } from '../../schema/name.ts';
import type { Location } from '../../text/range.ts';
import type { Type } from './lineage.ts';
import type { MetadataIdentity } from './metadataIdentity.ts';
import type { Doubt, StatedColumn } from './readingContext.ts';

export interface StatedTable {
  readonly name: ObjectName;
  /** Of its name, in a snapshot. */
  readonly key: string;
  readonly className: string | undefined;
  readonly location: Location;
  readonly columns: readonly StatedColumn[];
  /** Constraints and indexes that are written apart from columns. */
  readonly items: readonly PyValue[];
  /** The file of the items. */
  readonly file: string;
  readonly options: ReadonlyMap<string, PyValue>;
  readonly managed: boolean;
  /** `undefined`: not known. */
  readonly metadata: MetadataIdentity | undefined;
  /** Of the MetaData: what foreign keys without a schema refer to. */
  readonly metadataSchema: string | undefined;
  readonly naming: NamingConvention | undefined;
  /** What else its columns may be. */
  readonly doubts: readonly Doubt[];
  /** What other constraints and indexes there may be. */
  readonly partDoubts: readonly Doubt[];
  /** Its columns are added to a table that another class makes. */
  readonly isShared: boolean;
  /** Its schema is computed; the default one stands for it. */
  readonly isSchemaAssumed: boolean;
  readonly type: Type | undefined;
}
