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
