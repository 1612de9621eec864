-- The credentialing platform at 20260115_0200, four revisions behind: production.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 20260115_0200

CREATE TABLE organizations (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    name VARCHAR(200) NOT NULL,
    npi VARCHAR(10),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE users (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    organization_id UUID NOT NULL,
    email VARCHAR(255) NOT NULL,
    full_name VARCHAR(200) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (email)
);

CREATE INDEX ix_users_organization_id ON users (organization_id);

CREATE TABLE providers (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    organization_id UUID NOT NULL,
    npi VARCHAR(10) NOT NULL,
    first_name VARCHAR(100) NOT NULL,
    last_name VARCHAR(100) NOT NULL,
    email VARCHAR(255),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (npi)
);

CREATE INDEX ix_providers_organization_id ON providers (organization_id);

CREATE INDEX ix_providers_lower_last_name ON providers (lower(last_name));

CREATE TABLE licenses (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    provider_id UUID NOT NULL,
    state VARCHAR(2) NOT NULL,
    license_number VARCHAR(50) NOT NULL,
    expires_on DATE NOT NULL,
    revoked_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE
);

CREATE INDEX ix_licenses_provider_id ON licenses (provider_id);

CREATE UNIQUE INDEX uq_licenses_active_state_number ON licenses (state, license_number) WHERE revoked_on IS NULL;

CREATE TYPE coordinator_action_type AS ENUM ('note_added', 'document_requested', 'document_approved');

CREATE TABLE coordinator_actions (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    provider_id UUID NOT NULL,
    coordinator_id UUID NOT NULL,
    action_type coordinator_action_type NOT NULL,
    comment TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(coordinator_id) REFERENCES users (id),
    FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE
);

CREATE INDEX ix_coordinator_actions_provider_id ON coordinator_actions (provider_id);

INSERT INTO alembic_version (version_num) VALUES ('20260115_0200') RETURNING alembic_version.version_num;

INSERT INTO organizations (id, name, npi) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000001', 'Riverbend Medical Group', '1992700018'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000002', 'Northgate Cardiology', NULL);

INSERT INTO users (id, organization_id, email, full_name) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000011', 'c5d8c6f0-6f0c-4d3c-9f55-000000000001', 'm.okafor@riverbend.example', 'Maryam Okafor'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000012', 'c5d8c6f0-6f0c-4d3c-9f55-000000000002', 'j.weiss@northgate.example', 'Jonas Weiss');

-- Enough rows that the size of a table means something.
INSERT INTO providers (organization_id, npi, first_name, last_name)
SELECT CASE WHEN n % 3 = 0 THEN 'c5d8c6f0-6f0c-4d3c-9f55-000000000002'::uuid ELSE 'c5d8c6f0-6f0c-4d3c-9f55-000000000001' END,
       (1003000000 + n)::text, 'Provider', 'No. ' || n
  FROM generate_series(1, 4000) AS n;

INSERT INTO licenses (provider_id, state, license_number, expires_on)
SELECT id, 'OR', 'MD-' || npi, DATE '2026-12-31' FROM providers;

INSERT INTO coordinator_actions (provider_id, coordinator_id, action_type)
SELECT id, 'c5d8c6f0-6f0c-4d3c-9f55-000000000011', 'document_requested' FROM providers WHERE npi LIKE '%7';
