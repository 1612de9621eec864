/**
 * What was found before, kept by whoever checks models again and again: snapshots share what has not changed, so after
 * a keystroke only what it changed is compared again. Only for one {@link ExpressionComparer}.
 */
import type { Effects } from '../../drift/timeline.ts';
import type { EnumMemo } from './compareLabels.ts';
import type { TableMemo } from './compareModelTable.ts';
import type { SideMemo } from './compareSide.ts';
import type { KeyTypeMemo } from './foreignKeyTypes.ts';
import type { Makers } from './reasons.ts';

export interface CheckMemo {
  readonly tables: TableMemo;
  readonly labels: EnumMemo;
  readonly sides: SideMemo;
  readonly keyTypes: KeyTypeMemo;
  readonly makers: WeakMap<Effects, Makers>;
}

export const createCheckMemo = (): CheckMemo => ({
  tables: new WeakMap(),
  labels: new WeakMap(),
  sides: new WeakMap(),
  keyTypes: new WeakMap(),
  makers: new WeakMap(),
});
