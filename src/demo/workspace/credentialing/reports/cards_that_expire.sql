-- For the first of each month: organizations whose card runs out.
SELECT o.name, m.brand, m.last_four
FROM organizations o
JOIN payment_methods m ON m.organization_id = o.id
WHERE m.is_default
  AND make_date(m.expires_year, m.expires_month, 1) < current_date + interval '2 months';
