-- The rows of the deal platform, the same in every environment. They know only what 9c1e5d0a7b34 has.

INSERT INTO organizations (id, name, slug, legal_name, country) VALUES
    ('7f1b2c64-0d7a-4f7e-9a55-000000000001', 'Alder & Finch', 'alder-finch', 'Alder & Finch Corporate Finance GmbH', 'DE'),
    ('7f1b2c64-0d7a-4f7e-9a55-000000000002', 'Kestrel Partners', 'kestrel', NULL, 'NL');

INSERT INTO users (id, organization_id, email, full_name, title) VALUES
    ('7f1b2c64-0d7a-4f7e-9a55-000000000011', '7f1b2c64-0d7a-4f7e-9a55-000000000001', 'n.brandt@alderfinch.example', 'Nora Brandt', 'Partner'),
    ('7f1b2c64-0d7a-4f7e-9a55-000000000012', '7f1b2c64-0d7a-4f7e-9a55-000000000001', 'l.osei@alderfinch.example', 'Leon Osei', 'Associate'),
    ('7f1b2c64-0d7a-4f7e-9a55-000000000013', '7f1b2c64-0d7a-4f7e-9a55-000000000002', 'm.visser@kestrel.example', 'Maud Visser', NULL);

INSERT INTO companies (id, organization_id, name, country, employee_count)
SELECT format('7f1b2c64-0d7a-4f7e-9a56-%s', lpad(n::text, 12, '0')), '7f1b2c64-0d7a-4f7e-9a55-000000000001',
       'Company No. ' || n, 'DE', n * 7
  FROM generate_series(1, 120) AS n;

INSERT INTO deals (id, organization_id, target_company_id, owner_id, name, code, side, stage, deal_value) VALUES
    ('7f1b2c64-0d7a-4f7e-9a57-000000000001', '7f1b2c64-0d7a-4f7e-9a55-000000000001', '7f1b2c64-0d7a-4f7e-9a56-000000000004', '7f1b2c64-0d7a-4f7e-9a55-000000000011', 'Project Heron', 'HERON', 'sell', 'due_diligence', 48500000),
    ('7f1b2c64-0d7a-4f7e-9a57-000000000002', '7f1b2c64-0d7a-4f7e-9a55-000000000001', NULL, '7f1b2c64-0d7a-4f7e-9a55-000000000012', 'Project Slate', 'SLATE', 'buy', 'on_hold', NULL),
    ('7f1b2c64-0d7a-4f7e-9a57-000000000003', '7f1b2c64-0d7a-4f7e-9a55-000000000002', NULL, '7f1b2c64-0d7a-4f7e-9a55-000000000013', 'Project Tulip', NULL, 'merger', 'nda', 12000000);

INSERT INTO deal_members (deal_id, user_id, role, added_by)
SELECT id, owner_id, 'lead', owner_id FROM deals;

INSERT INTO data_rooms (id, organization_id, deal_id, name, status, created_by) VALUES
    ('7f1b2c64-0d7a-4f7e-9a58-000000000001', '7f1b2c64-0d7a-4f7e-9a55-000000000001', '7f1b2c64-0d7a-4f7e-9a57-000000000001', 'Heron', 'open', '7f1b2c64-0d7a-4f7e-9a55-000000000012');

INSERT INTO data_room_documents (id, data_room_id, uploaded_by, title, content_type, size_bytes, checksum)
SELECT format('7f1b2c64-0d7a-4f7e-9a59-%s', lpad(n::text, 12, '0')), '7f1b2c64-0d7a-4f7e-9a58-000000000001',
       '7f1b2c64-0d7a-4f7e-9a55-000000000012', 'Document ' || n, 'application/pdf', n * 4096, md5(n::text)
  FROM generate_series(1, 400) AS n;

INSERT INTO document_views (document_id, user_id, page, seconds)
SELECT id, '7f1b2c64-0d7a-4f7e-9a55-000000000011', 1, 30 FROM data_room_documents;
