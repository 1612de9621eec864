/** The commands of an ALTER TABLE. */
import type { AlterTableCmd, Node } from '@pgsql/types';

/** None for any other statement. */
export function alterTableCommands(node: Node | undefined): readonly AlterTableCmd[] {
  if (node === undefined || !('AlterTableStmt' in node)) return [];
  return (node.AlterTableStmt.cmds ?? []).flatMap((one) =>
    'AlterTableCmd' in one ? [one.AlterTableCmd] : [],
  );
}
