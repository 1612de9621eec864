-- golang-migrate stopped in its third migration: two invoices have the same number, so the unique constraint could not
-- be added, and the version table says `dirty`.

CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);

-- 000001_create_customers
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- 000002_create_invoices
CREATE TYPE invoice_status AS ENUM ('draft', 'sent', 'paid', 'void');

CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
    number text NOT NULL,
    status invoice_status NOT NULL DEFAULT 'draft',
    total_cents bigint NOT NULL CHECK (total_cents >= 0),
    issued_on date NOT NULL
);

CREATE INDEX invoices_customer_id_idx ON invoices (customer_id);

INSERT INTO customers (name, email) VALUES
    ('Galleri Nord', 'accounts@gallerinord.example'),
    ('Museum am Fluss', 'rechnung@museum-am-fluss.example');

INSERT INTO invoices (customer_id, number, status, total_cents, issued_on) VALUES
    (1, '2026-0117', 'paid', 184000, '2026-01-12'),
    (2, '2026-0118', 'sent', 92500, '2026-01-14'),
    (2, '2026-0118', 'draft', 92500, '2026-01-14');

INSERT INTO schema_migrations (version, dirty) VALUES (3, true);
