ALTER TABLE invoices DROP CONSTRAINT invoices_number_key;
