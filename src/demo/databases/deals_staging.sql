-- The deal platform at its head dc2c0f69c1b1, built by its migrations: 168 tables and the version table.

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1c4e07d93b2

CREATE TABLE organizations (
    id VARCHAR(36) NOT NULL,
    name VARCHAR(200) NOT NULL,
    slug VARCHAR(80) NOT NULL,
    legal_name VARCHAR(200),
    country VARCHAR(2),
    timezone VARCHAR(50) DEFAULT 'UTC' NOT NULL,
    settings JSONB DEFAULT '{}'::jsonb NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TYPE sso_provider AS ENUM ('saml', 'oidc');

CREATE TABLE sso_connections (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    provider sso_provider NOT NULL,
    metadata_url VARCHAR(500),
    certificate TEXT,
    enforced BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id)
);

CREATE TABLE teams (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, name)
);

CREATE TABLE users (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    email VARCHAR(255) NOT NULL,
    full_name VARCHAR(200) NOT NULL,
    password_hash VARCHAR(255),
    title VARCHAR(120),
    phone VARCHAR(40),
    is_active BOOLEAN DEFAULT true NOT NULL,
    email_verified_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (email)
);

CREATE INDEX ix_users_organization_id ON users (organization_id);

CREATE TABLE api_keys (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    created_by VARCHAR(36),
    name VARCHAR(100) NOT NULL,
    prefix VARCHAR(12) NOT NULL,
    key_hash VARCHAR(64) NOT NULL,
    scopes VARCHAR(50)[] NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (prefix)
);

CREATE INDEX ix_api_keys_organization_id ON api_keys (organization_id);

CREATE TABLE invitations (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    invited_by VARCHAR(36),
    email VARCHAR(255) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(invited_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (token_hash)
);

CREATE INDEX ix_invitations_organization_id ON invitations (organization_id);

CREATE TYPE mfa_device_kind AS ENUM ('totp', 'webauthn', 'sms');

CREATE TABLE mfa_devices (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    kind mfa_device_kind NOT NULL,
    label VARCHAR(80) NOT NULL,
    secret VARCHAR(255) NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_mfa_devices_user_id ON mfa_devices (user_id);

CREATE TABLE password_resets (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    token_hash VARCHAR(64) NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (token_hash)
);

CREATE INDEX ix_password_resets_user_id ON password_resets (user_id);

CREATE TABLE team_members (
    team_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    is_lead BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (team_id, user_id),
    FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_team_members_user_id ON team_members (user_id);

CREATE TABLE user_sessions (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    refresh_token_hash VARCHAR(64) NOT NULL,
    user_agent VARCHAR(400),
    ip_address INET,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (refresh_token_hash)
);

CREATE INDEX ix_user_sessions_expires_at ON user_sessions (expires_at);

CREATE INDEX ix_user_sessions_user_id ON user_sessions (user_id);

INSERT INTO alembic_version (version_num) VALUES ('a1c4e07d93b2') RETURNING alembic_version.version_num;

-- Running upgrade a1c4e07d93b2 -> 5b28f0c6de14

CREATE TABLE permissions (
    id VARCHAR(36) NOT NULL,
    code VARCHAR(100) NOT NULL,
    description VARCHAR(255),
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE roles (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36),
    name VARCHAR(80) NOT NULL,
    description VARCHAR(255),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, name)
);

CREATE TABLE role_permissions (
    role_id VARCHAR(36) NOT NULL,
    permission_id VARCHAR(36) NOT NULL,
    PRIMARY KEY (role_id, permission_id),
    FOREIGN KEY(permission_id) REFERENCES permissions (id) ON DELETE CASCADE,
    FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE
);

CREATE TABLE user_roles (
    user_id VARCHAR(36) NOT NULL,
    role_id VARCHAR(36) NOT NULL,
    granted_by VARCHAR(36),
    granted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (user_id, role_id),
    FOREIGN KEY(granted_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_user_roles_role_id ON user_roles (role_id);

UPDATE alembic_version SET version_num='5b28f0c6de14' WHERE alembic_version.version_num = 'a1c4e07d93b2';

-- Running upgrade 5b28f0c6de14 -> 0e73d91ab4f5

CREATE TABLE industries (
    id VARCHAR(36) NOT NULL,
    code VARCHAR(20) NOT NULL,
    name VARCHAR(200) NOT NULL,
    parent_id VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES industries (id) ON DELETE SET NULL,
    UNIQUE (code)
);

CREATE TYPE company_ownership AS ENUM ('private', 'public', 'state', 'family');

CREATE TABLE companies (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(250) NOT NULL,
    legal_form VARCHAR(50),
    registration_number VARCHAR(60),
    country VARCHAR(2),
    website VARCHAR(300),
    founded_on DATE,
    headcount INTEGER,
    ownership company_ownership,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_companies_organization_id ON companies (organization_id);

CREATE INDEX ix_companies_organization_id_name ON companies (organization_id, name);

CREATE TABLE company_addresses (
    id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    kind VARCHAR(20) DEFAULT 'registered' NOT NULL,
    street VARCHAR(200),
    city VARCHAR(120),
    postal_code VARCHAR(20),
    country VARCHAR(2) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_company_addresses_company_id ON company_addresses (company_id);

CREATE TABLE company_aliases (
    id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    alias VARCHAR(250) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_company_aliases_company_id ON company_aliases (company_id);

CREATE TABLE company_financials (
    id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    fiscal_year SMALLINT NOT NULL,
    revenue NUMERIC(18, 2),
    ebitda NUMERIC(18, 2),
    ebit NUMERIC(18, 2),
    net_debt NUMERIC(18, 2),
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    audited BOOLEAN DEFAULT false NOT NULL,
    source VARCHAR(200),
    PRIMARY KEY (id),
    CONSTRAINT fiscal_year_is_plausible CHECK (fiscal_year BETWEEN 1990 AND 2100),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE,
    UNIQUE (company_id, fiscal_year)
);

CREATE TABLE company_industries (
    company_id VARCHAR(36) NOT NULL,
    industry_id VARCHAR(36) NOT NULL,
    is_primary BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (company_id, industry_id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE,
    FOREIGN KEY(industry_id) REFERENCES industries (id) ON DELETE CASCADE
);

CREATE INDEX ix_company_industries_industry_id ON company_industries (industry_id);

CREATE TABLE company_relationships (
    id VARCHAR(36) NOT NULL,
    parent_id VARCHAR(36) NOT NULL,
    child_id VARCHAR(36) NOT NULL,
    share NUMERIC(7, 4),
    since DATE,
    PRIMARY KEY (id),
    CONSTRAINT not_its_own_parent CHECK (parent_id <> child_id),
    FOREIGN KEY(child_id) REFERENCES companies (id) ON DELETE CASCADE,
    FOREIGN KEY(parent_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_company_relationships_child_id ON company_relationships (child_id);

CREATE INDEX ix_company_relationships_parent_id ON company_relationships (parent_id);

CREATE TABLE contacts (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36),
    owner_id VARCHAR(36),
    first_name VARCHAR(100) NOT NULL,
    last_name VARCHAR(100) NOT NULL,
    position VARCHAR(150),
    notes TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_contacts_company_id ON contacts (company_id);

CREATE INDEX ix_contacts_organization_id ON contacts (organization_id);

CREATE INDEX ix_contacts_owner_id ON contacts (owner_id);

CREATE TABLE contact_emails (
    id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    email VARCHAR(255) NOT NULL,
    is_primary BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE
);

CREATE INDEX ix_contact_emails_contact_id ON contact_emails (contact_id);

CREATE INDEX ix_contact_emails_email ON contact_emails (email);

CREATE TABLE contact_notes (
    id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    body TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE
);

CREATE INDEX ix_contact_notes_contact_id ON contact_notes (contact_id);

CREATE TABLE contact_phones (
    id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    number VARCHAR(40) NOT NULL,
    kind VARCHAR(20) DEFAULT 'work' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE
);

CREATE INDEX ix_contact_phones_contact_id ON contact_phones (contact_id);

UPDATE alembic_version SET version_num='0e73d91ab4f5' WHERE alembic_version.version_num = '5b28f0c6de14';

-- Running upgrade 0e73d91ab4f5 -> d46fa82c017e

CREATE TABLE deal_sources (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    channel VARCHAR(40),
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, name)
);

CREATE TABLE tags (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(60) NOT NULL,
    color VARCHAR(7) DEFAULT '#888888' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, name)
);

CREATE TYPE deal_side AS ENUM ('buy', 'sell', 'merger');

CREATE TYPE deal_stage AS ENUM ('sourcing', 'nda', 'due_diligence', 'negotiation', 'closing', 'closed', 'lost');

CREATE TABLE deals (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    target_company_id VARCHAR(36),
    source_id VARCHAR(36),
    owner_id VARCHAR(36),
    name VARCHAR(200) NOT NULL,
    legacy_ref VARCHAR(40),
    side deal_side NOT NULL,
    stage deal_stage DEFAULT 'sourcing' NOT NULL,
    deal_value NUMERIC(18, 2),
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    closed_on DATE,
    confidential BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(source_id) REFERENCES deal_sources (id) ON DELETE SET NULL,
    FOREIGN KEY(target_company_id) REFERENCES companies (id) ON DELETE SET NULL
);

CREATE INDEX ix_deals_organization_id ON deals (organization_id);

CREATE INDEX ix_deals_owner_id ON deals (owner_id);

CREATE INDEX ix_deals_stage ON deals (stage);

CREATE INDEX ix_deals_target_company_id ON deals (target_company_id);

CREATE TABLE checklists (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    name VARCHAR(150) NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE
);

CREATE INDEX ix_checklists_deal_id ON checklists (deal_id);

CREATE TYPE deal_company_role AS ENUM ('target', 'acquirer', 'advisor', 'lender');

CREATE TABLE deal_companies (
    deal_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    role deal_company_role NOT NULL,
    PRIMARY KEY (deal_id, company_id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_companies_company_id ON deal_companies (company_id);

CREATE TABLE deal_contacts (
    deal_id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    role VARCHAR(60),
    PRIMARY KEY (deal_id, contact_id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_contacts_contact_id ON deal_contacts (contact_id);

CREATE TABLE deal_members (
    deal_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    role VARCHAR(40) DEFAULT 'member' NOT NULL,
    added_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (deal_id, user_id),
    FOREIGN KEY(added_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_members_user_id ON deal_members (user_id);

CREATE TABLE deal_notes (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    body TEXT NOT NULL,
    pinned BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_notes_author_id ON deal_notes (author_id);

CREATE INDEX ix_deal_notes_deal_id ON deal_notes (deal_id);

CREATE TABLE deal_scores (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    scored_by VARCHAR(36),
    criterion VARCHAR(80) NOT NULL,
    score SMALLINT NOT NULL,
    weight NUMERIC(5, 2) DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT score_range CHECK (score BETWEEN 0 AND 100),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(scored_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_scores_deal_id ON deal_scores (deal_id);

CREATE TABLE deal_stage_history (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    changed_by VARCHAR(36),
    from_stage VARCHAR(30),
    to_stage VARCHAR(30) NOT NULL,
    reason TEXT,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(changed_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_stage_history_deal_id ON deal_stage_history (deal_id);

CREATE TABLE deal_tags (
    deal_id VARCHAR(36) NOT NULL,
    tag_id VARCHAR(36) NOT NULL,
    PRIMARY KEY (deal_id, tag_id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_tags_tag_id ON deal_tags (tag_id);

CREATE TABLE tasks (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36),
    title VARCHAR(300) NOT NULL,
    description TEXT,
    due_on DATE,
    priority SMALLINT DEFAULT 2 NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    completed_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(completed_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_tasks_deal_id ON tasks (deal_id);

CREATE INDEX ix_tasks_due_on ON tasks (due_on);

CREATE INDEX ix_tasks_organization_id ON tasks (organization_id);

CREATE TABLE checklist_items (
    id VARCHAR(36) NOT NULL,
    checklist_id VARCHAR(36) NOT NULL,
    title VARCHAR(300) NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    done_by VARCHAR(36),
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(checklist_id) REFERENCES checklists (id) ON DELETE CASCADE,
    FOREIGN KEY(done_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_checklist_items_checklist_id ON checklist_items (checklist_id);

CREATE TABLE task_assignees (
    task_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    PRIMARY KEY (task_id, user_id),
    FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_task_assignees_user_id ON task_assignees (user_id);

CREATE TABLE task_comments (
    id VARCHAR(36) NOT NULL,
    task_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    body TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE
);

CREATE INDEX ix_task_comments_task_id ON task_comments (task_id);

UPDATE alembic_version SET version_num='d46fa82c017e' WHERE alembic_version.version_num = '0e73d91ab4f5';

-- Running upgrade d46fa82c017e -> 7c95e3b0f8a1

CREATE TABLE pipelines (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    is_default BOOLEAN DEFAULT false NOT NULL,
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_pipelines_organization_id ON pipelines (organization_id);

CREATE TABLE pipeline_stages (
    id VARCHAR(36) NOT NULL,
    pipeline_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    position INTEGER NOT NULL,
    color VARCHAR(7),
    win_probability NUMERIC(5, 2),
    PRIMARY KEY (id),
    FOREIGN KEY(pipeline_id) REFERENCES pipelines (id) ON DELETE CASCADE,
    UNIQUE (pipeline_id, position)
);

CREATE INDEX ix_pipeline_stages_pipeline_id ON pipeline_stages (pipeline_id);

CREATE TABLE pipeline_entries (
    id VARCHAR(36) NOT NULL,
    pipeline_id VARCHAR(36) NOT NULL,
    stage_id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(pipeline_id) REFERENCES pipelines (id) ON DELETE CASCADE,
    FOREIGN KEY(stage_id) REFERENCES pipeline_stages (id),
    UNIQUE (pipeline_id, deal_id)
);

CREATE INDEX ix_pipeline_entries_deal_id ON pipeline_entries (deal_id);

CREATE INDEX ix_pipeline_entries_stage_id ON pipeline_entries (stage_id);

UPDATE alembic_version SET version_num='7c95e3b0f8a1' WHERE alembic_version.version_num = 'd46fa82c017e';

-- Running upgrade 7c95e3b0f8a1 -> f03c7a5e92d8

CREATE TYPE mandate_kind AS ENUM ('sell_side', 'buy_side', 'fundraising', 'valuation');

CREATE TABLE mandates (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    client_company_id VARCHAR(36),
    deal_id VARCHAR(36),
    lead_partner_id VARCHAR(36),
    kind mandate_kind NOT NULL,
    signed_on DATE,
    ends_on DATE,
    exclusive BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client_company_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL,
    FOREIGN KEY(lead_partner_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_mandates_deal_id ON mandates (deal_id);

CREATE INDEX ix_mandates_lead_partner_id ON mandates (lead_partner_id);

CREATE INDEX ix_mandates_organization_id ON mandates (organization_id);

CREATE TABLE buyer_lists (
    id VARCHAR(36) NOT NULL,
    mandate_id VARCHAR(36) NOT NULL,
    name VARCHAR(150) NOT NULL,
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(mandate_id) REFERENCES mandates (id) ON DELETE CASCADE
);

CREATE INDEX ix_buyer_lists_mandate_id ON buyer_lists (mandate_id);

CREATE TABLE mandate_fees (
    id VARCHAR(36) NOT NULL,
    mandate_id VARCHAR(36) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    amount NUMERIC(18, 2),
    percentage NUMERIC(7, 4),
    minimum NUMERIC(18, 2),
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    due_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT amount_or_percentage CHECK (amount IS NOT NULL OR percentage IS NOT NULL),
    FOREIGN KEY(mandate_id) REFERENCES mandates (id) ON DELETE CASCADE
);

CREATE INDEX ix_mandate_fees_mandate_id ON mandate_fees (mandate_id);

CREATE TABLE teasers (
    id VARCHAR(36) NOT NULL,
    mandate_id VARCHAR(36) NOT NULL,
    title VARCHAR(200) NOT NULL,
    code_name VARCHAR(80),
    storage_key VARCHAR(300),
    approved_by VARCHAR(36),
    approved_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(approved_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(mandate_id) REFERENCES mandates (id) ON DELETE CASCADE
);

CREATE INDEX ix_teasers_mandate_id ON teasers (mandate_id);

CREATE TABLE buyer_list_entries (
    id VARCHAR(36) NOT NULL,
    buyer_list_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    tier SMALLINT DEFAULT 2 NOT NULL,
    rationale TEXT,
    excluded BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(buyer_list_id) REFERENCES buyer_lists (id) ON DELETE CASCADE,
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE,
    UNIQUE (buyer_list_id, company_id)
);

CREATE INDEX ix_buyer_list_entries_company_id ON buyer_list_entries (company_id);

CREATE TABLE teaser_recipients (
    id VARCHAR(36) NOT NULL,
    teaser_id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    opened_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY(teaser_id) REFERENCES teasers (id) ON DELETE CASCADE,
    UNIQUE (teaser_id, contact_id)
);

CREATE INDEX ix_teaser_recipients_contact_id ON teaser_recipients (contact_id);

CREATE INDEX ix_teaser_recipients_teaser_id ON teaser_recipients (teaser_id);

CREATE TABLE buyer_outreach (
    id VARCHAR(36) NOT NULL,
    entry_id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36),
    sent_by VARCHAR(36),
    channel VARCHAR(20) DEFAULT 'email' NOT NULL,
    outcome VARCHAR(40),
    contacted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE SET NULL,
    FOREIGN KEY(entry_id) REFERENCES buyer_list_entries (id) ON DELETE CASCADE,
    FOREIGN KEY(sent_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_buyer_outreach_entry_id ON buyer_outreach (entry_id);

CREATE INDEX ix_buyer_outreach_sent_by ON buyer_outreach (sent_by);

UPDATE alembic_version SET version_num='f03c7a5e92d8' WHERE alembic_version.version_num = '7c95e3b0f8a1';

-- Running upgrade 7c95e3b0f8a1 -> 2ab81d64c9f3

CREATE TABLE nda_templates (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(150) NOT NULL,
    body TEXT NOT NULL,
    jurisdiction VARCHAR(80),
    version INTEGER DEFAULT 1 NOT NULL,
    archived_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_nda_templates_organization_id ON nda_templates (organization_id);

CREATE TYPE nda_status AS ENUM ('draft', 'sent', 'negotiating', 'signed', 'expired');

CREATE TABLE ndas (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    template_id VARCHAR(36),
    counterparty_id VARCHAR(36),
    status nda_status DEFAULT 'draft' NOT NULL,
    mutual BOOLEAN DEFAULT true NOT NULL,
    term_months SMALLINT DEFAULT 24 NOT NULL,
    effective_on DATE,
    expires_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(counterparty_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(template_id) REFERENCES nda_templates (id) ON DELETE SET NULL
);

CREATE INDEX ix_ndas_counterparty_id ON ndas (counterparty_id);

CREATE INDEX ix_ndas_deal_id ON ndas (deal_id);

CREATE INDEX ix_ndas_expires_on ON ndas (expires_on);

CREATE TABLE nda_events (
    id VARCHAR(36) NOT NULL,
    nda_id VARCHAR(36) NOT NULL,
    actor_id VARCHAR(36),
    kind VARCHAR(40) NOT NULL,
    payload JSONB,
    occurred_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(nda_id) REFERENCES ndas (id) ON DELETE CASCADE
);

CREATE INDEX ix_nda_events_nda_id ON nda_events (nda_id);

CREATE TABLE nda_redlines (
    id VARCHAR(36) NOT NULL,
    nda_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    clause VARCHAR(120) NOT NULL,
    original TEXT NOT NULL,
    proposed TEXT NOT NULL,
    accepted BOOLEAN,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(nda_id) REFERENCES ndas (id) ON DELETE CASCADE
);

CREATE INDEX ix_nda_redlines_nda_id ON nda_redlines (nda_id);

CREATE TABLE nda_signatories (
    id VARCHAR(36) NOT NULL,
    nda_id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36),
    user_id VARCHAR(36),
    name VARCHAR(200) NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE,
    ip_address INET,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE SET NULL,
    FOREIGN KEY(nda_id) REFERENCES ndas (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_nda_signatories_nda_id ON nda_signatories (nda_id);

CREATE INDEX ix_nda_signatories_user_id ON nda_signatories (user_id);

INSERT INTO alembic_version (version_num) VALUES ('2ab81d64c9f3') RETURNING alembic_version.version_num;

-- Running upgrade 2ab81d64c9f3, f03c7a5e92d8 -> 8e6d14b7a05c

DELETE FROM alembic_version WHERE alembic_version.version_num = '2ab81d64c9f3';

UPDATE alembic_version SET version_num='8e6d14b7a05c' WHERE alembic_version.version_num = 'f03c7a5e92d8';

-- Running upgrade 8e6d14b7a05c -> b9204fc3e76d

CREATE TYPE data_room_status AS ENUM ('preparing', 'open', 'frozen', 'archived');

CREATE TABLE data_rooms (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    name VARCHAR(200) NOT NULL,
    status data_room_status DEFAULT 'preparing' NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE,
    closes_at TIMESTAMP WITH TIME ZONE,
    watermark BOOLEAN DEFAULT true NOT NULL,
    storage_quota_bytes BIGINT,
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_data_rooms_deal_id ON data_rooms (deal_id);

CREATE INDEX ix_data_rooms_organization_id ON data_rooms (organization_id);

CREATE TABLE access_groups (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    description TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE,
    UNIQUE (data_room_id, name)
);

CREATE TABLE data_room_members (
    data_room_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    can_download BOOLEAN DEFAULT false NOT NULL,
    can_upload BOOLEAN DEFAULT false NOT NULL,
    invited_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (data_room_id, user_id),
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE,
    FOREIGN KEY(invited_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_data_room_members_user_id ON data_room_members (user_id);

CREATE TABLE data_room_sections (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    number VARCHAR(20) NOT NULL,
    title VARCHAR(200) NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE
);

CREATE INDEX ix_data_room_sections_data_room_id ON data_room_sections (data_room_id);

CREATE TABLE room_announcements (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    subject VARCHAR(200) NOT NULL,
    body TEXT NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE
);

CREATE INDEX ix_room_announcements_data_room_id ON room_announcements (data_room_id);

CREATE TABLE access_group_members (
    access_group_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    PRIMARY KEY (access_group_id, user_id),
    FOREIGN KEY(access_group_id) REFERENCES access_groups (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_access_group_members_user_id ON access_group_members (user_id);

CREATE TABLE data_room_documents (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    section_id VARCHAR(36),
    uploaded_by VARCHAR(36),
    title VARCHAR(300) NOT NULL,
    content_type VARCHAR(120) NOT NULL,
    size_bytes BIGINT NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    language VARCHAR(5),
    search_vector TSVECTOR,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE,
    FOREIGN KEY(section_id) REFERENCES data_room_sections (id) ON DELETE SET NULL,
    FOREIGN KEY(uploaded_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_data_room_documents_data_room_id ON data_room_documents (data_room_id);

CREATE INDEX ix_data_room_documents_section_id ON data_room_documents (section_id);

CREATE INDEX ix_data_room_documents_uploaded_by ON data_room_documents (uploaded_by);

CREATE TABLE access_rules (
    id VARCHAR(36) NOT NULL,
    access_group_id VARCHAR(36) NOT NULL,
    section_id VARCHAR(36),
    document_id VARCHAR(36),
    allowed BOOLEAN DEFAULT true NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT one_target CHECK (num_nonnulls(section_id, document_id) = 1),
    FOREIGN KEY(access_group_id) REFERENCES access_groups (id) ON DELETE CASCADE,
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE CASCADE,
    FOREIGN KEY(section_id) REFERENCES data_room_sections (id) ON DELETE CASCADE
);

CREATE INDEX ix_access_rules_access_group_id ON access_rules (access_group_id);

CREATE TABLE document_downloads (
    id BIGSERIAL NOT NULL,
    document_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36),
    ip_address INET,
    downloaded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_downloads_document_id ON document_downloads (document_id);

CREATE INDEX ix_document_downloads_user_id ON document_downloads (user_id);

CREATE TABLE document_redactions (
    id VARCHAR(36) NOT NULL,
    document_id VARCHAR(36) NOT NULL,
    page INTEGER NOT NULL,
    area JSONB NOT NULL,
    reason VARCHAR(200),
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE CASCADE
);

CREATE INDEX ix_document_redactions_document_id ON document_redactions (document_id);

CREATE TABLE document_versions (
    id VARCHAR(36) NOT NULL,
    document_id VARCHAR(36) NOT NULL,
    version INTEGER NOT NULL,
    storage_key VARCHAR(400) NOT NULL,
    uploaded_by VARCHAR(36),
    size_bytes BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE CASCADE,
    FOREIGN KEY(uploaded_by) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (document_id, version)
);

CREATE TABLE document_views (
    id BIGSERIAL NOT NULL,
    document_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36),
    page INTEGER,
    seconds INTEGER,
    viewed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_views_document_id ON document_views (document_id);

CREATE INDEX ix_document_views_user_id ON document_views (user_id);

UPDATE alembic_version SET version_num='b9204fc3e76d' WHERE alembic_version.version_num = '8e6d14b7a05c';

-- Running upgrade b9204fc3e76d -> 41d7a68f0b2e

CREATE TABLE qa_categories (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    answer_within INTERVAL,
    PRIMARY KEY (id),
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE
);

CREATE INDEX ix_qa_categories_data_room_id ON qa_categories (data_room_id);

CREATE TYPE qa_status AS ENUM ('open', 'assigned', 'answered', 'rejected');

CREATE TABLE qa_questions (
    id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    category_id VARCHAR(36),
    asked_by VARCHAR(36),
    document_id VARCHAR(36),
    subject VARCHAR(300) NOT NULL,
    body TEXT NOT NULL,
    status qa_status DEFAULT 'open' NOT NULL,
    priority SMALLINT DEFAULT 2 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(asked_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(category_id) REFERENCES qa_categories (id) ON DELETE SET NULL,
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE,
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE SET NULL
);

CREATE INDEX ix_qa_questions_asked_by ON qa_questions (asked_by);

CREATE INDEX ix_qa_questions_data_room_id ON qa_questions (data_room_id);

CREATE INDEX ix_qa_questions_status ON qa_questions (status);

CREATE TABLE qa_answers (
    id VARCHAR(36) NOT NULL,
    question_id VARCHAR(36) NOT NULL,
    answered_by VARCHAR(36),
    body TEXT NOT NULL,
    approved_by VARCHAR(36),
    approved_at TIMESTAMP WITH TIME ZONE,
    published BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(answered_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(approved_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(question_id) REFERENCES qa_questions (id) ON DELETE CASCADE
);

CREATE INDEX ix_qa_answers_question_id ON qa_answers (question_id);

CREATE TABLE qa_assignments (
    question_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    due_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (question_id, user_id),
    FOREIGN KEY(question_id) REFERENCES qa_questions (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_qa_assignments_user_id ON qa_assignments (user_id);

UPDATE alembic_version SET version_num='41d7a68f0b2e' WHERE alembic_version.version_num = 'b9204fc3e76d';

-- Running upgrade 41d7a68f0b2e -> c60e95d2f71a

CREATE TABLE dd_reports (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    title VARCHAR(200) NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    storage_key VARCHAR(400),
    finalized_by VARCHAR(36),
    finalized_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(finalized_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_dd_reports_deal_id ON dd_reports (deal_id);

CREATE TYPE dd_kind AS ENUM ('financial', 'legal', 'tax', 'commercial', 'it', 'hr', 'environmental');

CREATE TABLE dd_workstreams (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    kind dd_kind NOT NULL,
    lead_id VARCHAR(36),
    starts_on DATE,
    ends_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(lead_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_dd_workstreams_deal_id ON dd_workstreams (deal_id);

CREATE INDEX ix_dd_workstreams_lead_id ON dd_workstreams (lead_id);

CREATE TYPE finding_severity AS ENUM ('info', 'minor', 'major', 'deal_breaker');

CREATE TABLE dd_findings (
    id VARCHAR(36) NOT NULL,
    workstream_id VARCHAR(36) NOT NULL,
    reported_by VARCHAR(36),
    title VARCHAR(300) NOT NULL,
    description TEXT,
    severity finding_severity DEFAULT 'minor' NOT NULL,
    quantified_impact NUMERIC(18, 2),
    resolved_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(reported_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(workstream_id) REFERENCES dd_workstreams (id) ON DELETE CASCADE
);

CREATE INDEX ix_dd_findings_reported_by ON dd_findings (reported_by);

CREATE INDEX ix_dd_findings_workstream_id ON dd_findings (workstream_id);

CREATE TABLE dd_report_sections (
    id VARCHAR(36) NOT NULL,
    report_id VARCHAR(36) NOT NULL,
    heading VARCHAR(200) NOT NULL,
    body TEXT,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES dd_reports (id) ON DELETE CASCADE
);

CREATE INDEX ix_dd_report_sections_report_id ON dd_report_sections (report_id);

CREATE TABLE dd_requests (
    id VARCHAR(36) NOT NULL,
    workstream_id VARCHAR(36) NOT NULL,
    requested_by VARCHAR(36),
    number VARCHAR(20) NOT NULL,
    title VARCHAR(300) NOT NULL,
    due_on DATE,
    closed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(requested_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(workstream_id) REFERENCES dd_workstreams (id) ON DELETE CASCADE,
    UNIQUE (workstream_id, number)
);

CREATE INDEX ix_dd_requests_workstream_id ON dd_requests (workstream_id);

CREATE TABLE dd_workstream_members (
    workstream_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    external BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (workstream_id, user_id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY(workstream_id) REFERENCES dd_workstreams (id) ON DELETE CASCADE
);

CREATE INDEX ix_dd_workstream_members_user_id ON dd_workstream_members (user_id);

CREATE TABLE dd_finding_comments (
    id VARCHAR(36) NOT NULL,
    finding_id VARCHAR(36) NOT NULL,
    author_id VARCHAR(36),
    body TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(finding_id) REFERENCES dd_findings (id) ON DELETE CASCADE
);

CREATE INDEX ix_dd_finding_comments_finding_id ON dd_finding_comments (finding_id);

CREATE TABLE dd_request_items (
    id VARCHAR(36) NOT NULL,
    request_id VARCHAR(36) NOT NULL,
    document_id VARCHAR(36),
    description TEXT NOT NULL,
    provided_by VARCHAR(36),
    provided_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE SET NULL,
    FOREIGN KEY(provided_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(request_id) REFERENCES dd_requests (id) ON DELETE CASCADE
);

CREATE INDEX ix_dd_request_items_document_id ON dd_request_items (document_id);

CREATE INDEX ix_dd_request_items_request_id ON dd_request_items (request_id);

UPDATE alembic_version SET version_num='c60e95d2f71a' WHERE alembic_version.version_num = '41d7a68f0b2e';

-- Running upgrade c60e95d2f71a -> 1f8ab37e04c9

CREATE TABLE risk_registers (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    owner_id VARCHAR(36),
    reviewed_on DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (deal_id)
);

CREATE TABLE risk_items (
    id VARCHAR(36) NOT NULL,
    register_id VARCHAR(36) NOT NULL,
    finding_id VARCHAR(36),
    title VARCHAR(300) NOT NULL,
    likelihood SMALLINT NOT NULL,
    impact SMALLINT NOT NULL,
    owner_id VARCHAR(36),
    status VARCHAR(20) DEFAULT 'open' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT likelihood_and_impact CHECK (likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5),
    FOREIGN KEY(finding_id) REFERENCES dd_findings (id) ON DELETE SET NULL,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(register_id) REFERENCES risk_registers (id) ON DELETE CASCADE
);

CREATE INDEX ix_risk_items_owner_id ON risk_items (owner_id);

CREATE INDEX ix_risk_items_register_id ON risk_items (register_id);

CREATE TABLE risk_mitigations (
    id VARCHAR(36) NOT NULL,
    risk_item_id VARCHAR(36) NOT NULL,
    action TEXT NOT NULL,
    responsible_id VARCHAR(36),
    due_on DATE,
    done_on DATE,
    PRIMARY KEY (id),
    FOREIGN KEY(responsible_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(risk_item_id) REFERENCES risk_items (id) ON DELETE CASCADE
);

CREATE INDEX ix_risk_mitigations_risk_item_id ON risk_mitigations (risk_item_id);

ALTER TABLE companies ADD COLUMN lei VARCHAR(20);

ALTER TABLE companies ADD CONSTRAINT companies_lei_key UNIQUE (lei);

ALTER TABLE deals ADD COLUMN code VARCHAR(30);

ALTER TABLE deals ADD CONSTRAINT deals_code_key UNIQUE (code);

UPDATE alembic_version SET version_num='1f8ab37e04c9' WHERE alembic_version.version_num = 'c60e95d2f71a';

-- Running upgrade 1f8ab37e04c9 -> e2579c0d6b83

CREATE TYPE valuation_method AS ENUM ('dcf', 'multiples', 'precedents', 'lbo', 'net_assets');

CREATE TABLE valuations (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36),
    prepared_by VARCHAR(36),
    method valuation_method NOT NULL,
    valuation_date DATE NOT NULL,
    enterprise_value NUMERIC(18, 2),
    equity_value NUMERIC(18, 2),
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    approved BOOLEAN DEFAULT false NOT NULL,
    notes TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(prepared_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_valuations_company_id ON valuations (company_id);

CREATE INDEX ix_valuations_deal_id ON valuations (deal_id);

CREATE INDEX ix_valuations_prepared_by ON valuations (prepared_by);

CREATE TABLE sensitivity_tables (
    id VARCHAR(36) NOT NULL,
    valuation_id VARCHAR(36) NOT NULL,
    row_variable VARCHAR(60) NOT NULL,
    column_variable VARCHAR(60) NOT NULL,
    grid JSONB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE
);

CREATE INDEX ix_sensitivity_tables_valuation_id ON sensitivity_tables (valuation_id);

CREATE TABLE valuation_adjustments (
    id VARCHAR(36) NOT NULL,
    valuation_id VARCHAR(36) NOT NULL,
    label VARCHAR(200) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    kind VARCHAR(30) DEFAULT 'normalization' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE
);

CREATE INDEX ix_valuation_adjustments_valuation_id ON valuation_adjustments (valuation_id);

CREATE TABLE valuation_scenarios (
    id VARCHAR(36) NOT NULL,
    valuation_id VARCHAR(36) NOT NULL,
    name VARCHAR(80) NOT NULL,
    probability NUMERIC(5, 2),
    is_base BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE
);

CREATE INDEX ix_valuation_scenarios_valuation_id ON valuation_scenarios (valuation_id);

CREATE TABLE dcf_models (
    id VARCHAR(36) NOT NULL,
    scenario_id VARCHAR(36) NOT NULL,
    terminal_growth NUMERIC(7, 4),
    wacc NUMERIC(7, 4),
    tax_rate NUMERIC(7, 4),
    mid_year BOOLEAN DEFAULT true NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(scenario_id) REFERENCES valuation_scenarios (id) ON DELETE CASCADE,
    UNIQUE (scenario_id)
);

CREATE TABLE lbo_models (
    id VARCHAR(36) NOT NULL,
    scenario_id VARCHAR(36) NOT NULL,
    entry_multiple NUMERIC(7, 2),
    exit_multiple NUMERIC(7, 2),
    exit_year SMALLINT,
    target_irr NUMERIC(7, 4),
    PRIMARY KEY (id),
    FOREIGN KEY(scenario_id) REFERENCES valuation_scenarios (id) ON DELETE CASCADE,
    UNIQUE (scenario_id)
);

CREATE TABLE dcf_assumptions (
    id VARCHAR(36) NOT NULL,
    model_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    unit VARCHAR(20),
    comment TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(model_id) REFERENCES dcf_models (id) ON DELETE CASCADE
);

CREATE INDEX ix_dcf_assumptions_model_id ON dcf_assumptions (model_id);

CREATE TABLE dcf_periods (
    id VARCHAR(36) NOT NULL,
    model_id VARCHAR(36) NOT NULL,
    year SMALLINT NOT NULL,
    revenue NUMERIC(18, 2),
    ebitda NUMERIC(18, 2),
    capex NUMERIC(18, 2),
    change_in_nwc NUMERIC(18, 2),
    free_cash_flow NUMERIC(18, 2),
    PRIMARY KEY (id),
    FOREIGN KEY(model_id) REFERENCES dcf_models (id) ON DELETE CASCADE,
    UNIQUE (model_id, year)
);

CREATE TABLE lbo_tranches (
    id VARCHAR(36) NOT NULL,
    model_id VARCHAR(36) NOT NULL,
    name VARCHAR(80) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    interest_rate NUMERIC(7, 4),
    tenor_years SMALLINT,
    subordinated BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(model_id) REFERENCES lbo_models (id) ON DELETE CASCADE
);

CREATE INDEX ix_lbo_tranches_model_id ON lbo_tranches (model_id);

CREATE TABLE wacc_inputs (
    id VARCHAR(36) NOT NULL,
    model_id VARCHAR(36) NOT NULL,
    risk_free_rate NUMERIC(7, 4) NOT NULL,
    equity_premium NUMERIC(7, 4) NOT NULL,
    beta NUMERIC(7, 4) NOT NULL,
    cost_of_debt NUMERIC(7, 4),
    debt_ratio NUMERIC(7, 4),
    PRIMARY KEY (id),
    FOREIGN KEY(model_id) REFERENCES dcf_models (id) ON DELETE CASCADE,
    UNIQUE (model_id)
);

UPDATE alembic_version SET version_num='e2579c0d6b83' WHERE alembic_version.version_num = '1f8ab37e04c9';

-- Running upgrade e2579c0d6b83 -> 96b4f18a3dc0

CREATE TABLE precedent_transactions (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    target_name VARCHAR(250) NOT NULL,
    acquirer_name VARCHAR(250) NOT NULL,
    announced_on DATE NOT NULL,
    deal_value NUMERIC(18, 2),
    stake NUMERIC(7, 4),
    source_url VARCHAR(500),
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_precedent_transactions_announced_on ON precedent_transactions (announced_on);

CREATE INDEX ix_precedent_transactions_organization_id ON precedent_transactions (organization_id);

CREATE TABLE comparable_sets (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(150) NOT NULL,
    industry_id VARCHAR(36),
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(industry_id) REFERENCES industries (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_comparable_sets_organization_id ON comparable_sets (organization_id);

CREATE TABLE precedent_multiples (
    id VARCHAR(36) NOT NULL,
    transaction_id VARCHAR(36) NOT NULL,
    kind VARCHAR(30) NOT NULL,
    value NUMERIC(10, 2) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(transaction_id) REFERENCES precedent_transactions (id) ON DELETE CASCADE
);

CREATE INDEX ix_precedent_multiples_transaction_id ON precedent_multiples (transaction_id);

CREATE TABLE comparable_companies (
    id VARCHAR(36) NOT NULL,
    set_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    weight NUMERIC(5, 2) DEFAULT 1 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE,
    FOREIGN KEY(set_id) REFERENCES comparable_sets (id) ON DELETE CASCADE,
    UNIQUE (set_id, company_id)
);

CREATE INDEX ix_comparable_companies_company_id ON comparable_companies (company_id);

CREATE TABLE comparable_metrics (
    id VARCHAR(36) NOT NULL,
    comparable_id VARCHAR(36) NOT NULL,
    metric VARCHAR(40) NOT NULL,
    period VARCHAR(10) NOT NULL,
    value NUMERIC(18, 4),
    PRIMARY KEY (id),
    FOREIGN KEY(comparable_id) REFERENCES comparable_companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_comparable_metrics_comparable_id ON comparable_metrics (comparable_id);

UPDATE alembic_version SET version_num='96b4f18a3dc0' WHERE alembic_version.version_num = 'e2579c0d6b83';

-- Running upgrade 96b4f18a3dc0 -> 3dc072e9a5f6

CREATE TABLE bid_rounds (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    number SMALLINT NOT NULL,
    deadline TIMESTAMP WITH TIME ZONE,
    instructions TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    UNIQUE (deal_id, number)
);

CREATE TABLE term_sheets (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    prepared_by VARCHAR(36),
    agreed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(prepared_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_term_sheets_deal_id ON term_sheets (deal_id);

CREATE TABLE bid_round_participants (
    bid_round_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36) NOT NULL,
    invited_at TIMESTAMP WITH TIME ZONE,
    declined_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (bid_round_id, company_id),
    FOREIGN KEY(bid_round_id) REFERENCES bid_rounds (id) ON DELETE CASCADE,
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_bid_round_participants_company_id ON bid_round_participants (company_id);

CREATE TYPE offer_status AS ENUM ('draft', 'submitted', 'shortlisted', 'rejected', 'accepted', 'withdrawn');

CREATE TABLE offers (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    bid_round_id VARCHAR(36),
    bidder_company_id VARCHAR(36),
    submitted_by VARCHAR(36),
    status offer_status DEFAULT 'draft' NOT NULL,
    headline_price NUMERIC(18, 2),
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    valid_until DATE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(bid_round_id) REFERENCES bid_rounds (id) ON DELETE SET NULL,
    FOREIGN KEY(bidder_company_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(submitted_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_offers_bid_round_id ON offers (bid_round_id);

CREATE INDEX ix_offers_deal_id ON offers (deal_id);

CREATE INDEX ix_offers_submitted_by ON offers (submitted_by);

CREATE TABLE term_sheet_clauses (
    id VARCHAR(36) NOT NULL,
    term_sheet_id VARCHAR(36) NOT NULL,
    heading VARCHAR(150) NOT NULL,
    body TEXT NOT NULL,
    negotiable BOOLEAN DEFAULT true NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(term_sheet_id) REFERENCES term_sheets (id) ON DELETE CASCADE
);

CREATE INDEX ix_term_sheet_clauses_term_sheet_id ON term_sheet_clauses (term_sheet_id);

CREATE TABLE counter_offers (
    id VARCHAR(36) NOT NULL,
    offer_id VARCHAR(36) NOT NULL,
    made_by VARCHAR(36),
    price NUMERIC(18, 2),
    message TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(made_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(offer_id) REFERENCES offers (id) ON DELETE CASCADE
);

CREATE INDEX ix_counter_offers_offer_id ON counter_offers (offer_id);

CREATE TABLE letters_of_intent (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    offer_id VARCHAR(36),
    signed_on DATE,
    exclusivity_days SMALLINT,
    binding_clauses VARCHAR(100)[],
    storage_key VARCHAR(400),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(offer_id) REFERENCES offers (id) ON DELETE SET NULL
);

CREATE INDEX ix_letters_of_intent_deal_id ON letters_of_intent (deal_id);

CREATE TABLE offer_conditions (
    id VARCHAR(36) NOT NULL,
    offer_id VARCHAR(36) NOT NULL,
    description TEXT NOT NULL,
    precedent BOOLEAN DEFAULT true NOT NULL,
    waived_at TIMESTAMP WITH TIME ZONE,
    waived_by VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(offer_id) REFERENCES offers (id) ON DELETE CASCADE,
    FOREIGN KEY(waived_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_offer_conditions_offer_id ON offer_conditions (offer_id);

CREATE TABLE offer_terms (
    id VARCHAR(36) NOT NULL,
    offer_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    value TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(offer_id) REFERENCES offers (id) ON DELETE CASCADE
);

CREATE INDEX ix_offer_terms_offer_id ON offer_terms (offer_id);

CREATE TABLE exclusivity_periods (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    letter_id VARCHAR(36),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    extended_by VARCHAR(36),
    PRIMARY KEY (id),
    CONSTRAINT ends_after_start CHECK (ends_on > starts_on),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(extended_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(letter_id) REFERENCES letters_of_intent (id) ON DELETE SET NULL
);

CREATE INDEX ix_exclusivity_periods_deal_id ON exclusivity_periods (deal_id);

UPDATE alembic_version SET version_num='3dc072e9a5f6' WHERE alembic_version.version_num = '96b4f18a3dc0';

-- Running upgrade 3dc072e9a5f6 -> a87f5e10d4b9

CREATE TABLE clause_library (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    title VARCHAR(200) NOT NULL,
    body TEXT NOT NULL,
    jurisdiction VARCHAR(80),
    approved_by VARCHAR(36),
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(approved_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_clause_library_organization_id ON clause_library (organization_id);

CREATE TYPE agreement_kind AS ENUM ('spa', 'apa', 'sha', 'merger', 'escrow', 'transition');

CREATE TABLE agreements (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    title VARCHAR(250) NOT NULL,
    kind agreement_kind NOT NULL,
    status VARCHAR(20) DEFAULT 'drafting' NOT NULL,
    governing_law VARCHAR(80),
    effective_on DATE,
    owner_id VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_agreements_deal_id ON agreements (deal_id);

CREATE INDEX ix_agreements_owner_id ON agreements (owner_id);

CREATE INDEX ix_agreements_status ON agreements (status);

CREATE TABLE agreement_clauses (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    library_id VARCHAR(36),
    heading VARCHAR(200) NOT NULL,
    body TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(library_id) REFERENCES clause_library (id) ON DELETE SET NULL
);

CREATE INDEX ix_agreement_clauses_agreement_id ON agreement_clauses (agreement_id);

CREATE TABLE agreement_parties (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    company_id VARCHAR(36),
    capacity VARCHAR(60) NOT NULL,
    signatory_contact_id VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE SET NULL,
    FOREIGN KEY(signatory_contact_id) REFERENCES contacts (id) ON DELETE SET NULL
);

CREATE INDEX ix_agreement_parties_agreement_id ON agreement_parties (agreement_id);

CREATE TABLE agreement_versions (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    version INTEGER NOT NULL,
    storage_key VARCHAR(400) NOT NULL,
    uploaded_by VARCHAR(36),
    comment TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(uploaded_by) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (agreement_id, version)
);

CREATE TABLE representations (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    subject VARCHAR(150) NOT NULL,
    body TEXT NOT NULL,
    cap NUMERIC(18, 2),
    survival_months SMALLINT,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE
);

CREATE INDEX ix_representations_agreement_id ON representations (agreement_id);

CREATE TABLE signature_requests (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    provider VARCHAR(40) DEFAULT 'internal' NOT NULL,
    external_id VARCHAR(120),
    sent_by VARCHAR(36),
    sent_at TIMESTAMP WITH TIME ZONE,
    completed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(sent_by) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (external_id)
);

CREATE INDEX ix_signature_requests_agreement_id ON signature_requests (agreement_id);

CREATE TABLE signatures (
    id VARCHAR(36) NOT NULL,
    request_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36),
    signer_name VARCHAR(200) NOT NULL,
    signer_email VARCHAR(255) NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE,
    certificate BYTEA,
    PRIMARY KEY (id),
    FOREIGN KEY(request_id) REFERENCES signature_requests (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_signatures_request_id ON signatures (request_id);

CREATE INDEX ix_signatures_user_id ON signatures (user_id);

CREATE TABLE warranty_claims (
    id VARCHAR(36) NOT NULL,
    representation_id VARCHAR(36) NOT NULL,
    claimed_by VARCHAR(36),
    amount NUMERIC(18, 2),
    notified_on DATE NOT NULL,
    settled_on DATE,
    status VARCHAR(20) DEFAULT 'open' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(claimed_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(representation_id) REFERENCES representations (id) ON DELETE CASCADE
);

CREATE INDEX ix_warranty_claims_representation_id ON warranty_claims (representation_id);

CREATE TABLE disclosure_schedules (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    number VARCHAR(20) NOT NULL,
    title VARCHAR(200) NOT NULL,
    document_id VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(document_id) REFERENCES data_room_documents (id) ON DELETE SET NULL
);

CREATE INDEX ix_disclosure_schedules_agreement_id ON disclosure_schedules (agreement_id);

UPDATE alembic_version SET version_num='a87f5e10d4b9' WHERE alembic_version.version_num = '3dc072e9a5f6';

-- Running upgrade a87f5e10d4b9 -> 50b3d6c92e8f

CREATE TABLE closing_checklists (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    closing_date DATE,
    prepared_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(prepared_by) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (deal_id)
);

CREATE TABLE closing_checklist_items (
    id VARCHAR(36) NOT NULL,
    checklist_id VARCHAR(36) NOT NULL,
    label VARCHAR(300) NOT NULL,
    responsible_id VARCHAR(36),
    done_at TIMESTAMP WITH TIME ZONE,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(checklist_id) REFERENCES closing_checklists (id) ON DELETE CASCADE,
    FOREIGN KEY(responsible_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_closing_checklist_items_checklist_id ON closing_checklist_items (checklist_id);

CREATE INDEX ix_closing_checklist_items_responsible_id ON closing_checklist_items (responsible_id);

CREATE TABLE closing_conditions (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    description TEXT NOT NULL,
    responsible_id VARCHAR(36),
    due_on DATE,
    fulfilled_on DATE,
    waived BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(responsible_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_closing_conditions_agreement_id ON closing_conditions (agreement_id);

CREATE TABLE escrow_accounts (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    agent VARCHAR(200) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    release_on DATE,
    iban VARCHAR(34),
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE
);

CREATE INDEX ix_escrow_accounts_agreement_id ON escrow_accounts (agreement_id);

CREATE TABLE escrow_releases (
    id VARCHAR(36) NOT NULL,
    account_id VARCHAR(36) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    approved_by VARCHAR(36),
    released_on DATE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT amount_is_positive CHECK (amount > 0),
    FOREIGN KEY(account_id) REFERENCES escrow_accounts (id) ON DELETE CASCADE,
    FOREIGN KEY(approved_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_escrow_releases_account_id ON escrow_releases (account_id);

UPDATE alembic_version SET version_num='50b3d6c92e8f' WHERE alembic_version.version_num = 'a87f5e10d4b9';

-- Running upgrade 50b3d6c92e8f -> d91e4870fa36

CREATE TABLE calendar_connections (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    provider VARCHAR(30) NOT NULL,
    account VARCHAR(255) NOT NULL,
    token_encrypted BYTEA NOT NULL,
    synced_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (user_id, provider)
);

CREATE INDEX ix_calendar_connections_user_id ON calendar_connections (user_id);

CREATE TABLE message_templates (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    subject VARCHAR(200),
    body TEXT NOT NULL,
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_message_templates_organization_id ON message_templates (organization_id);

CREATE TABLE notifications (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    kind VARCHAR(60) NOT NULL,
    title VARCHAR(200) NOT NULL,
    body TEXT,
    link VARCHAR(400),
    read_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_notifications_user_id ON notifications (user_id);

CREATE TABLE call_logs (
    id VARCHAR(36) NOT NULL,
    contact_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36),
    direction VARCHAR(10) NOT NULL,
    seconds INTEGER,
    summary TEXT,
    called_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_call_logs_contact_id ON call_logs (contact_id);

CREATE INDEX ix_call_logs_user_id ON call_logs (user_id);

CREATE TABLE email_threads (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36),
    subject VARCHAR(400) NOT NULL,
    last_message_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_email_threads_deal_id ON email_threads (deal_id);

CREATE INDEX ix_email_threads_organization_id ON email_threads (organization_id);

CREATE TABLE meetings (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36),
    organizer_id VARCHAR(36),
    title VARCHAR(200) NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE,
    location VARCHAR(200),
    agenda TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(organizer_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_meetings_deal_id ON meetings (deal_id);

CREATE INDEX ix_meetings_organization_id ON meetings (organization_id);

CREATE INDEX ix_meetings_starts_at ON meetings (starts_at);

CREATE TABLE email_messages (
    id VARCHAR(36) NOT NULL,
    thread_id VARCHAR(36) NOT NULL,
    sender_user_id VARCHAR(36),
    message_id VARCHAR(300) NOT NULL,
    sender VARCHAR(255) NOT NULL,
    recipients VARCHAR(255)[] NOT NULL,
    body_text TEXT,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(sender_user_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(thread_id) REFERENCES email_threads (id) ON DELETE CASCADE,
    UNIQUE (message_id)
);

CREATE INDEX ix_email_messages_sent_at ON email_messages (sent_at);

CREATE INDEX ix_email_messages_thread_id ON email_messages (thread_id);

CREATE TABLE meeting_participants (
    id VARCHAR(36) NOT NULL,
    meeting_id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36),
    contact_id VARCHAR(36),
    response VARCHAR(20) DEFAULT 'pending' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY(meeting_id) REFERENCES meetings (id) ON DELETE CASCADE,
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_meeting_participants_meeting_id ON meeting_participants (meeting_id);

CREATE INDEX ix_meeting_participants_user_id ON meeting_participants (user_id);

CREATE TABLE email_attachments (
    id VARCHAR(36) NOT NULL,
    message_id VARCHAR(36) NOT NULL,
    filename VARCHAR(300) NOT NULL,
    content_type VARCHAR(120),
    size_bytes BIGINT NOT NULL,
    storage_key VARCHAR(400) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(message_id) REFERENCES email_messages (id) ON DELETE CASCADE
);

CREATE INDEX ix_email_attachments_message_id ON email_attachments (message_id);

UPDATE alembic_version SET version_num='d91e4870fa36' WHERE alembic_version.version_num = '50b3d6c92e8f';

-- Running upgrade d91e4870fa36 -> 6f2c8ba54d07

CREATE TABLE plans (
    id VARCHAR(36) NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    monthly_cents INTEGER NOT NULL,
    seats_included INTEGER DEFAULT 5 NOT NULL,
    features JSONB DEFAULT '{}'::jsonb NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TYPE subscription_status AS ENUM ('trialing', 'active', 'past_due', 'canceled');

CREATE TABLE subscriptions (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    plan_id VARCHAR(36) NOT NULL,
    status subscription_status DEFAULT 'trialing' NOT NULL,
    started_on DATE NOT NULL,
    ends_on DATE,
    external_id VARCHAR(100),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(plan_id) REFERENCES plans (id),
    UNIQUE (external_id),
    UNIQUE (organization_id)
);

CREATE TABLE usage_records (
    id BIGSERIAL NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    metric VARCHAR(60) NOT NULL,
    quantity BIGINT NOT NULL,
    recorded_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, metric, recorded_on)
);

CREATE TABLE invoices (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    subscription_id VARCHAR(36),
    number VARCHAR(40) NOT NULL,
    issued_on DATE NOT NULL,
    due_on DATE NOT NULL,
    total_cents BIGINT NOT NULL,
    tax_cents BIGINT DEFAULT 0 NOT NULL,
    paid_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id),
    FOREIGN KEY(subscription_id) REFERENCES subscriptions (id) ON DELETE SET NULL,
    UNIQUE (number)
);

CREATE INDEX ix_invoices_organization_id ON invoices (organization_id);

CREATE TABLE payment_methods (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    last_four VARCHAR(4),
    expires_on DATE,
    is_default BOOLEAN DEFAULT false NOT NULL,
    added_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(added_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_payment_methods_organization_id ON payment_methods (organization_id);

CREATE TABLE subscription_items (
    id VARCHAR(36) NOT NULL,
    subscription_id VARCHAR(36) NOT NULL,
    description VARCHAR(200) NOT NULL,
    quantity INTEGER DEFAULT 1 NOT NULL,
    unit_cents INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(subscription_id) REFERENCES subscriptions (id) ON DELETE CASCADE
);

CREATE INDEX ix_subscription_items_subscription_id ON subscription_items (subscription_id);

CREATE TABLE invoice_lines (
    id VARCHAR(36) NOT NULL,
    invoice_id VARCHAR(36) NOT NULL,
    description VARCHAR(300) NOT NULL,
    quantity NUMERIC(12, 3) DEFAULT 1 NOT NULL,
    unit_cents BIGINT NOT NULL,
    tax_rate NUMERIC(5, 2) DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(invoice_id) REFERENCES invoices (id) ON DELETE CASCADE
);

CREATE INDEX ix_invoice_lines_invoice_id ON invoice_lines (invoice_id);

CREATE TABLE payments (
    id VARCHAR(36) NOT NULL,
    invoice_id VARCHAR(36) NOT NULL,
    amount_cents BIGINT NOT NULL,
    method VARCHAR(30) NOT NULL,
    reference VARCHAR(120),
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT amount_is_positive CHECK (amount_cents > 0),
    FOREIGN KEY(invoice_id) REFERENCES invoices (id)
);

CREATE INDEX ix_payments_invoice_id ON payments (invoice_id);

UPDATE alembic_version SET version_num='6f2c8ba54d07' WHERE alembic_version.version_num = 'd91e4870fa36';

-- Running upgrade 6f2c8ba54d07 -> b450e7f9c18d

CREATE TABLE dashboards (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    owner_id VARCHAR(36),
    name VARCHAR(150) NOT NULL,
    layout JSONB DEFAULT '{}'::jsonb NOT NULL,
    shared BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_dashboards_organization_id ON dashboards (organization_id);

CREATE INDEX ix_dashboards_owner_id ON dashboards (owner_id);

CREATE TABLE exports (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    status VARCHAR(20) DEFAULT 'queued' NOT NULL,
    storage_key VARCHAR(400),
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_exports_user_id ON exports (user_id);

CREATE TABLE saved_reports (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    created_by VARCHAR(36),
    name VARCHAR(150) NOT NULL,
    definition JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_saved_reports_organization_id ON saved_reports (organization_id);

CREATE TABLE saved_searches (
    id VARCHAR(36) NOT NULL,
    user_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    scope VARCHAR(30) DEFAULT 'deals' NOT NULL,
    filters JSONB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
    UNIQUE (user_id, name)
);

CREATE INDEX ix_saved_searches_user_id ON saved_searches (user_id);

CREATE TABLE dashboard_widgets (
    id VARCHAR(36) NOT NULL,
    dashboard_id VARCHAR(36) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    title VARCHAR(150),
    query JSONB NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(dashboard_id) REFERENCES dashboards (id) ON DELETE CASCADE
);

CREATE INDEX ix_dashboard_widgets_dashboard_id ON dashboard_widgets (dashboard_id);

CREATE TABLE report_runs (
    id VARCHAR(36) NOT NULL,
    report_id VARCHAR(36) NOT NULL,
    requested_by VARCHAR(36),
    status VARCHAR(20) DEFAULT 'queued' NOT NULL,
    row_count INTEGER,
    storage_key VARCHAR(400),
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES saved_reports (id) ON DELETE CASCADE,
    FOREIGN KEY(requested_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_report_runs_report_id ON report_runs (report_id);

CREATE TABLE report_schedules (
    id VARCHAR(36) NOT NULL,
    report_id VARCHAR(36) NOT NULL,
    cron VARCHAR(60) NOT NULL,
    recipients VARCHAR(255)[] NOT NULL,
    next_run_at TIMESTAMP WITH TIME ZONE,
    active BOOLEAN DEFAULT true NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(report_id) REFERENCES saved_reports (id) ON DELETE CASCADE
);

CREATE INDEX ix_report_schedules_next_run_at ON report_schedules (next_run_at);

CREATE INDEX ix_report_schedules_report_id ON report_schedules (report_id);

UPDATE alembic_version SET version_num='b450e7f9c18d' WHERE alembic_version.version_num = '6f2c8ba54d07';

-- Running upgrade b450e7f9c18d -> 0c96d2a7e3f4

CREATE TABLE background_jobs (
    id BIGSERIAL NOT NULL,
    queue VARCHAR(40) DEFAULT 'default' NOT NULL,
    name VARCHAR(120) NOT NULL,
    arguments JSONB,
    run_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    locked_by VARCHAR(80),
    failed_at TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_background_jobs_run_at ON background_jobs (run_at);

CREATE TABLE feature_flags (
    id VARCHAR(36) NOT NULL,
    key VARCHAR(80) NOT NULL,
    description VARCHAR(255),
    enabled BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (key)
);

CREATE TABLE feature_flag_overrides (
    flag_id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    enabled BOOLEAN NOT NULL,
    PRIMARY KEY (flag_id, organization_id),
    FOREIGN KEY(flag_id) REFERENCES feature_flags (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_feature_flag_overrides_organization_id ON feature_flag_overrides (organization_id);

CREATE TABLE audit_events (
    id BIGSERIAL NOT NULL,
    organization_id VARCHAR(36),
    actor_id VARCHAR(36),
    entity_type VARCHAR(60) NOT NULL,
    entity_id VARCHAR(36),
    action VARCHAR(60) NOT NULL,
    changes JSONB,
    occurred_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_audit_events_actor_id ON audit_events (actor_id);

CREATE INDEX ix_audit_events_entity_type_entity_id ON audit_events (entity_type, entity_id);

CREATE INDEX ix_audit_events_occurred_at ON audit_events (occurred_at);

CREATE INDEX ix_audit_events_organization_id ON audit_events (organization_id);

CREATE TABLE file_uploads (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    uploaded_by VARCHAR(36),
    filename VARCHAR(300) NOT NULL,
    content_type VARCHAR(120),
    size_bytes BIGINT NOT NULL,
    storage_key VARCHAR(400) NOT NULL,
    scanned_at TIMESTAMP WITH TIME ZONE,
    infected BOOLEAN,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(uploaded_by) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (storage_key)
);

CREATE INDEX ix_file_uploads_organization_id ON file_uploads (organization_id);

CREATE INDEX ix_file_uploads_uploaded_by ON file_uploads (uploaded_by);

CREATE TABLE integrations (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    provider VARCHAR(40) NOT NULL,
    settings JSONB DEFAULT '{}'::jsonb NOT NULL,
    connected_by VARCHAR(36),
    connected_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(connected_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    UNIQUE (organization_id, provider)
);

CREATE TABLE webhooks (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    url VARCHAR(500) NOT NULL,
    secret VARCHAR(120) NOT NULL,
    events VARCHAR(60)[] NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created_by VARCHAR(36),
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_webhooks_organization_id ON webhooks (organization_id);

CREATE TABLE import_jobs (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    started_by VARCHAR(36),
    file_id VARCHAR(36),
    kind VARCHAR(40) NOT NULL,
    status VARCHAR(20) DEFAULT 'pending' NOT NULL,
    rows_total INTEGER,
    rows_failed INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(file_id) REFERENCES file_uploads (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(started_by) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_import_jobs_organization_id ON import_jobs (organization_id);

CREATE TABLE sync_jobs (
    id VARCHAR(36) NOT NULL,
    integration_id VARCHAR(36) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    cursor VARCHAR(200),
    state VARCHAR(20) DEFAULT 'idle' NOT NULL,
    last_error TEXT,
    finished_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(integration_id) REFERENCES integrations (id) ON DELETE CASCADE
);

CREATE INDEX ix_sync_jobs_integration_id ON sync_jobs (integration_id);

CREATE TABLE webhook_deliveries (
    id BIGSERIAL NOT NULL,
    webhook_id VARCHAR(36) NOT NULL,
    event VARCHAR(60) NOT NULL,
    payload JSONB NOT NULL,
    status_code SMALLINT,
    attempts SMALLINT DEFAULT 0 NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
);

CREATE INDEX ix_webhook_deliveries_webhook_id ON webhook_deliveries (webhook_id);

UPDATE alembic_version SET version_num='0c96d2a7e3f4' WHERE alembic_version.version_num = 'b450e7f9c18d';

-- Running upgrade 0c96d2a7e3f4 -> 78ea1f5b0d6c

ALTER TYPE deal_stage ADD VALUE IF NOT EXISTS 'on_hold';

ALTER TABLE companies RENAME headcount TO employee_count;

ALTER TABLE deals DROP COLUMN legacy_ref;

UPDATE alembic_version SET version_num='78ea1f5b0d6c' WHERE alembic_version.version_num = '0c96d2a7e3f4';

-- Running upgrade 78ea1f5b0d6c -> 9c1e5d0a7b34

CREATE TABLE integration_plans (
    id VARCHAR(36) NOT NULL,
    deal_id VARCHAR(36) NOT NULL,
    owner_id VARCHAR(36),
    day_one DATE,
    summary TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE,
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL,
    UNIQUE (deal_id)
);

CREATE TABLE earn_outs (
    id VARCHAR(36) NOT NULL,
    agreement_id VARCHAR(36) NOT NULL,
    beneficiary_id VARCHAR(36),
    maximum NUMERIC(18, 2) NOT NULL,
    currency VARCHAR(3) DEFAULT 'EUR' NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE,
    FOREIGN KEY(beneficiary_id) REFERENCES contacts (id) ON DELETE SET NULL
);

CREATE INDEX ix_earn_outs_agreement_id ON earn_outs (agreement_id);

CREATE TABLE integration_workstreams (
    id VARCHAR(36) NOT NULL,
    plan_id VARCHAR(36) NOT NULL,
    name VARCHAR(150) NOT NULL,
    lead_id VARCHAR(36),
    budget NUMERIC(18, 2),
    status VARCHAR(20) DEFAULT 'planned' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(lead_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(plan_id) REFERENCES integration_plans (id) ON DELETE CASCADE
);

CREATE INDEX ix_integration_workstreams_lead_id ON integration_workstreams (lead_id);

CREATE INDEX ix_integration_workstreams_plan_id ON integration_workstreams (plan_id);

CREATE TYPE synergy_kind AS ENUM ('cost', 'revenue', 'tax', 'financial');

CREATE TABLE synergies (
    id VARCHAR(36) NOT NULL,
    plan_id VARCHAR(36) NOT NULL,
    kind synergy_kind NOT NULL,
    title VARCHAR(200) NOT NULL,
    target_amount NUMERIC(18, 2) NOT NULL,
    run_rate_from DATE,
    owner_id VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(plan_id) REFERENCES integration_plans (id) ON DELETE CASCADE
);

CREATE INDEX ix_synergies_plan_id ON synergies (plan_id);

CREATE TABLE earn_out_metrics (
    id VARCHAR(36) NOT NULL,
    earn_out_id VARCHAR(36) NOT NULL,
    name VARCHAR(120) NOT NULL,
    threshold NUMERIC(18, 2),
    target NUMERIC(18, 2),
    weight NUMERIC(5, 2) DEFAULT 100 NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(earn_out_id) REFERENCES earn_outs (id) ON DELETE CASCADE
);

CREATE INDEX ix_earn_out_metrics_earn_out_id ON earn_out_metrics (earn_out_id);

CREATE TABLE earn_out_payments (
    id VARCHAR(36) NOT NULL,
    earn_out_id VARCHAR(36) NOT NULL,
    period VARCHAR(7) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    approved_by VARCHAR(36),
    paid_on DATE,
    PRIMARY KEY (id),
    FOREIGN KEY(approved_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(earn_out_id) REFERENCES earn_outs (id) ON DELETE CASCADE,
    UNIQUE (earn_out_id, period)
);

CREATE INDEX ix_earn_out_payments_earn_out_id ON earn_out_payments (earn_out_id);

CREATE TABLE integration_milestones (
    id VARCHAR(36) NOT NULL,
    workstream_id VARCHAR(36) NOT NULL,
    title VARCHAR(200) NOT NULL,
    due_on DATE NOT NULL,
    reached_on DATE,
    critical BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(workstream_id) REFERENCES integration_workstreams (id) ON DELETE CASCADE
);

CREATE INDEX ix_integration_milestones_due_on ON integration_milestones (due_on);

CREATE INDEX ix_integration_milestones_workstream_id ON integration_milestones (workstream_id);

CREATE TABLE synergy_actuals (
    id VARCHAR(36) NOT NULL,
    synergy_id VARCHAR(36) NOT NULL,
    period VARCHAR(7) NOT NULL,
    amount NUMERIC(18, 2) NOT NULL,
    confirmed_by VARCHAR(36),
    PRIMARY KEY (id),
    FOREIGN KEY(confirmed_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(synergy_id) REFERENCES synergies (id) ON DELETE CASCADE,
    UNIQUE (synergy_id, period)
);

UPDATE alembic_version SET version_num='9c1e5d0a7b34' WHERE alembic_version.version_num = '78ea1f5b0d6c';

-- Running upgrade 9c1e5d0a7b34 -> 4f0b8c2e6d19

CREATE TABLE folders (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    data_room_id VARCHAR(36) NOT NULL,
    parent_id VARCHAR(36),
    created_by VARCHAR(36),
    name VARCHAR(200) NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(parent_id) REFERENCES folders (id) ON DELETE CASCADE
);

CREATE INDEX ix_folders_data_room_id ON folders (data_room_id);

CREATE INDEX ix_folders_organization_id ON folders (organization_id);

ALTER TABLE data_room_documents ADD COLUMN folder_id VARCHAR(36);

CREATE INDEX ix_data_room_documents_folder_id ON data_room_documents (folder_id);

ALTER TABLE data_room_documents ADD CONSTRAINT data_room_documents_folder_id_fkey FOREIGN KEY(folder_id) REFERENCES folders (id) ON DELETE SET NULL;

UPDATE alembic_version SET version_num='4f0b8c2e6d19' WHERE alembic_version.version_num = '9c1e5d0a7b34';

-- Running upgrade 4f0b8c2e6d19 -> b37d91e05ac8

CREATE TABLE pipeline_templates (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36),
    created_by VARCHAR(36),
    name VARCHAR(120) NOT NULL,
    stages JSONB DEFAULT '[]'::jsonb NOT NULL,
    is_shared BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_pipeline_templates_organization_id ON pipeline_templates (organization_id);

ALTER TABLE pipelines ADD COLUMN template_id VARCHAR(36);

ALTER TABLE pipelines ADD CONSTRAINT pipelines_template_id_fkey FOREIGN KEY(template_id) REFERENCES pipeline_templates (id) ON DELETE SET NULL;

UPDATE alembic_version SET version_num='b37d91e05ac8' WHERE alembic_version.version_num = '4f0b8c2e6d19';

-- Running upgrade b37d91e05ac8 -> e815f2c7906b

CREATE TABLE rbac_audit_logs (
    id VARCHAR(36) NOT NULL,
    organization_id VARCHAR(36) NOT NULL,
    actor_id VARCHAR(36),
    target_user_id VARCHAR(36),
    action VARCHAR(60) NOT NULL,
    role_name VARCHAR(80),
    before JSONB,
    after JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE,
    FOREIGN KEY(target_user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_rbac_audit_logs_actor_id ON rbac_audit_logs (actor_id);

CREATE INDEX ix_rbac_audit_logs_created_at ON rbac_audit_logs (created_at);

CREATE INDEX ix_rbac_audit_logs_organization_id ON rbac_audit_logs (organization_id);

ALTER TABLE roles ADD COLUMN is_system BOOLEAN DEFAULT false NOT NULL;

UPDATE alembic_version SET version_num='e815f2c7906b' WHERE alembic_version.version_num = 'b37d91e05ac8';

-- Running upgrade e815f2c7906b -> 6ad2074f8be3

CREATE TABLE valuation_snapshots (
    id VARCHAR(36) NOT NULL,
    valuation_id VARCHAR(36) NOT NULL,
    taken_by VARCHAR(36),
    label VARCHAR(120) NOT NULL,
    figures JSONB NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(taken_by) REFERENCES users (id) ON DELETE SET NULL,
    FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE
);

CREATE INDEX ix_valuation_snapshots_valuation_id ON valuation_snapshots (valuation_id);

ALTER TABLE deals ADD COLUMN expected_close_on DATE;

ALTER TABLE deals ADD COLUMN probability NUMERIC(5, 2);

ALTER TABLE valuations ALTER COLUMN enterprise_value TYPE NUMERIC(20, 4);

UPDATE alembic_version SET version_num='6ad2074f8be3' WHERE alembic_version.version_num = 'e815f2c7906b';

-- Running upgrade 6ad2074f8be3 -> dc2c0f69c1b1

ALTER TABLE organizations ADD COLUMN default_currency VARCHAR(3);

ALTER TABLE users ADD COLUMN last_seen_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE users ADD COLUMN locale VARCHAR(10);

CREATE INDEX ix_users_last_seen_at ON users (last_seen_at);

UPDATE alembic_version SET version_num='dc2c0f69c1b1' WHERE alembic_version.version_num = '6ad2074f8be3';
