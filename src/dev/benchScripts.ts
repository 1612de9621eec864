/** The chain that benchmarks read: every third revision makes a table, the others add a column and fill it. */

/** Of the n-th revision. */
export const idOf = (n: number) => `${n}`.padStart(12, 'a');

export function scriptText(n: number): string {
  const body =
    n % 3 === 0
      ? [
          `    op.create_table('table_${n}',`,
          "        sa.Column('id', sa.Integer(), nullable=False),",
          "        sa.Column('name', sa.String(length=255), nullable=False),",
          "        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()')),",
          `        sa.PrimaryKeyConstraint('id', name='table_${n}_pkey'),`,
          '    )',
          `    op.create_index(op.f('ix_table_${n}_name'), 'table_${n}', ['name'])`,
        ]
      : [
          `    op.add_column('table_${n - (n % 3)}', sa.Column('extra_${n}', sa.Numeric(10, 2), nullable=True))`,
          `    op.execute("UPDATE table_${n - (n % 3)} SET extra_${n} = 0")`,
        ];
  const down = n === 0 ? 'None' : `'${idOf(n - 1)}'`;
  return [
    `"""Revision ${n}"""`,
    'from alembic import op',
    'import sqlalchemy as sa',
    `revision = '${idOf(n)}'`,
    `down_revision = ${down}`,
    'def upgrade():',
    ...body,
    'def downgrade():',
    '    pass',
    '',
  ].join('\n');
}
