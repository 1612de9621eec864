/**
 * Functions that change no schema: PostgreSQL's own, and those of the extensions that most projects have.
 *
 * PostgreSQL finds its own before any other of the same name and arguments.
 */
import type { ObjectName } from '../../schema/name.ts';

export function isHarmless({ schema, name }: ObjectName): boolean {
  if (schema === 'pg_catalog' || (schema === undefined && name.startsWith('pg_'))) return true;
  return (schema === undefined && builtIn.has(name)) || ofExtensions.has(name);
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const builtIn: ReadonlySet<string> = words(`
   abs acos acosd acosh age any_value array_agg array_append array_cat array_dims array_fill array_length
   array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
   array_reverse array_sample array_shuffle array_sort array_to_json array_to_string array_to_tsvector
   array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avg bigint bit_and bit_count bit_length
   bit_or bit_xor bool_and bool_or btrim cardinality casefold cbrt ceil ceiling char_length
   character_length chr clock_timestamp coalesce col_description concat concat_ws convert convert_from
   convert_to corr cos cosd cosh cot cotd count covar_pop covar_samp cume_dist current_database
   current_query current_schema current_schemas current_setting current_user currval date date_bin
   date_part date_trunc daterange decode degrees dense_rank diameter div encode enum_first enum_last
   enum_range every exp extract factorial family first_value floor format format_type gamma gcd
   gen_random_uuid generate_series generate_subscripts get_bit get_byte get_current_ts_config greatest
   has_any_column_privilege has_column_privilege has_database_privilege has_function_privilege
   has_schema_privilege has_sequence_privilege has_table_privilege hashtext hashtextextended host
   inet_client_addr inet_server_addr inet_server_port initcap int4range int8range is_normalized isempty
   isfinite json_agg json_agg_strict json_array_elements json_array_elements_text json_array_length
   json_build_array json_build_object json_each json_each_text json_extract_path json_extract_path_text
   json_object json_object_agg json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict
   json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record
   json_to_recordset json_to_tsvector json_typeof jsonb_agg jsonb_agg_strict jsonb_array_elements
   jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_concat
   jsonb_contains jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert
   jsonb_object jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
   jsonb_object_agg_unique_strict jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz jsonb_path_match
   jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
   jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
   jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax
   jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days
   justify_hours justify_interval lag last_value lastval lcm lead least left length lgamma ln lo_creat
   lo_create lo_from_bytea lo_get lo_import lo_put lo_unlink log log10 lower lower_inc lower_inf lpad ltrim
   make_date make_interval make_time make_timestamp make_timestamptz masklen max md5 min min_scale mod mode
   netmask network nextval normalize now nth_value ntile nullif num_nonnulls num_nulls numnode numrange
   obj_description octet_length overlaps overlay parse_ident percent_rank percentile_cont percentile_disc
   phraseto_tsquery pi plainto_tsquery position pow power query_to_xml querytree quote_ident quote_literal
   quote_nullable radians random random_normal range_agg range_intersect_agg range_merge rank regexp_count
   regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
   regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
   regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_security_active row_to_json
   rpad rtrim scale session_user set_bit set_byte set_config setseed setval sha224 sha256 sha384 sha512
   sign sin sind sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp
   string_agg string_to_array string_to_table strpos substr substring sum system_user tan tand tanh text
   timeofday timestamp timestamptz timezone to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct
   to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure
   to_regrole to_regtype to_regtypemod to_timestamp to_tsquery to_tsvector transaction_timestamp translate
   trim trim_scale trunc ts_debug ts_delete ts_filter ts_headline ts_lexize ts_rank ts_rank_cd ts_rewrite
   ts_stat tsquery_phrase tsrange tstzrange tsvector_to_array txid_current txid_current_if_assigned
   txid_current_snapshot txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status
   txid_visible_in_snapshot unistr unnest upper upper_inc upper_inf uuid_extract_timestamp
   uuid_extract_version uuidv4 uuidv7 var_pop var_samp variance version websearch_to_tsquery width_bucket
   xmlagg xmlcomment xmlexists xmltext xpath xpath_exists`);

const ofExtensions = words(`
   akeys armor avals crypt dearmor decrypt difference digest dmetaphone encrypt gen_random_bytes gen_salt
   hmac hstore hstore_to_json hstore_to_jsonb levenshtein metaphone pgp_sym_decrypt pgp_sym_encrypt
   postgis_full_version postgis_version set_limit show_limit show_trgm similarity skeys soundex st_area
   st_asgeojson st_astext st_buffer st_contains st_distance st_geomfromgeojson st_geomfromtext
   st_intersects st_makepoint st_point st_setsrid st_srid st_transform st_within st_x st_y svals unaccent
   uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil
   uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500 word_similarity`);
