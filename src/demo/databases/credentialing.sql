-- The credentialing platform at 7702d353e5b8, one revision behind: the database of a developer.

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

-- Running upgrade 20260115_0200 -> 20260115_0300

CREATE TABLE provider_credentials (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    provider_id UUID NOT NULL,
    license_id UUID,
    credential_type VARCHAR(50) NOT NULL,
    credential_number VARCHAR(100) NOT NULL,
    issued_by VARCHAR(200),
    issued_on DATE,
    expires_on DATE,
    verified_at TIMESTAMP WITH TIME ZONE,
    verified_by UUID,
    notes TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(license_id) REFERENCES licenses (id) ON DELETE SET NULL,
    FOREIGN KEY(provider_id) REFERENCES providers (id) ON DELETE CASCADE,
    FOREIGN KEY(verified_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_provider_credentials_provider_id ON provider_credentials (provider_id);

CREATE INDEX ix_provider_credentials_license_id ON provider_credentials (license_id);

CREATE INDEX ix_provider_credentials_lower_number ON provider_credentials (lower(credential_number));

CREATE INDEX ix_provider_credentials_unverified ON provider_credentials (expires_on) WHERE verified_at IS NULL;

UPDATE alembic_version SET version_num='20260115_0300' WHERE alembic_version.version_num = '20260115_0200';

-- Running upgrade 20260115_0300 -> 20260127_0100

ALTER TYPE coordinator_action_type ADD VALUE IF NOT EXISTS 'stage_changed';

UPDATE alembic_version SET version_num='20260127_0100' WHERE alembic_version.version_num = '20260115_0300';

-- Running upgrade 20260127_0100 -> 7702d353e5b8

CREATE TABLE coordinator_notification_preferences (
    id UUID DEFAULT gen_random_uuid() NOT NULL,
    coordinator_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    channels JSON DEFAULT '{"email": true, "sms": false}' NOT NULL,
    quiet_hours JSON DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(coordinator_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    CONSTRAINT uq_notification_coordinator_organization UNIQUE (coordinator_id, organization_id)
);

CREATE INDEX ix_coordinator_notification_preferences_organization_id ON coordinator_notification_preferences (organization_id);

UPDATE alembic_version SET version_num='7702d353e5b8' WHERE alembic_version.version_num = '20260127_0100';

INSERT INTO organizations (id, name, npi) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000001', 'Riverbend Medical Group', '1992700018'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000002', 'Northgate Cardiology', NULL);

INSERT INTO users (id, organization_id, email, full_name) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000011', 'c5d8c6f0-6f0c-4d3c-9f55-000000000001', 'm.okafor@riverbend.example', 'Maryam Okafor'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000012', 'c5d8c6f0-6f0c-4d3c-9f55-000000000002', 'j.weiss@northgate.example', 'Jonas Weiss');

INSERT INTO providers (id, organization_id, npi, first_name, last_name, email) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000021', 'c5d8c6f0-6f0c-4d3c-9f55-000000000001', '1003000126', 'Amara', 'Diallo', 'a.diallo@riverbend.example'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000022', 'c5d8c6f0-6f0c-4d3c-9f55-000000000002', '1003000134', 'Peter', 'Novak', NULL);

INSERT INTO licenses (provider_id, state, license_number, expires_on) VALUES
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000021', 'OR', 'MD-204417', '2027-03-31'),
    ('c5d8c6f0-6f0c-4d3c-9f55-000000000022', 'WA', 'MD-611820', '2026-09-30');
