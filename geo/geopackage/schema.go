package geopackage

// The tables that every GeoPackage has, as the specification defines them (OGC 12-128r17, annex C),
// and those of the extensions written here: R-tree (annex F.3), metadata (F.8), schema (F.9), and
// the table in which QGIS keeps styles.
const schema = `
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT ''
);
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id)
);
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);

INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude, latitude in degrees on the WGS 84 spheroid');
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write');
`

// rtreeTriggers keep the R-tree of table T with geometry column C and key I in step when others
// edit the table (specification 1.3, annex F.3, requirement 77). They call functions that whoever
// edits must bring.
const rtreeTriggers = `
CREATE TRIGGER "rtree_T_C_insert" AFTER INSERT ON "T"
  WHEN (new."C" NOT NULL AND NOT ST_IsEmpty(NEW."C"))
BEGIN
  INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW."I", ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C"));
END;
CREATE TRIGGER "rtree_T_C_update1" AFTER UPDATE OF "C" ON "T"
  WHEN OLD."I" = NEW."I" AND (NEW."C" NOTNULL AND NOT ST_IsEmpty(NEW."C"))
BEGIN
  INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW."I", ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C"));
END;
CREATE TRIGGER "rtree_T_C_update2" AFTER UPDATE OF "C" ON "T"
  WHEN OLD."I" = NEW."I" AND (NEW."C" ISNULL OR ST_IsEmpty(NEW."C"))
BEGIN
  DELETE FROM "rtree_T_C" WHERE id = OLD."I";
END;
CREATE TRIGGER "rtree_T_C_update3" AFTER UPDATE ON "T"
  WHEN OLD."I" != NEW."I" AND (NEW."C" NOTNULL AND NOT ST_IsEmpty(NEW."C"))
BEGIN
  DELETE FROM "rtree_T_C" WHERE id = OLD."I";
  INSERT OR REPLACE INTO "rtree_T_C" VALUES (NEW."I", ST_MinX(NEW."C"), ST_MaxX(NEW."C"), ST_MinY(NEW."C"), ST_MaxY(NEW."C"));
END;
CREATE TRIGGER "rtree_T_C_update4" AFTER UPDATE ON "T"
  WHEN OLD."I" != NEW."I" AND (NEW."C" ISNULL OR ST_IsEmpty(NEW."C"))
BEGIN
  DELETE FROM "rtree_T_C" WHERE id IN (OLD."I", NEW."I");
END;
CREATE TRIGGER "rtree_T_C_delete" AFTER DELETE ON "T"
  WHEN old."C" NOT NULL
BEGIN
  DELETE FROM "rtree_T_C" WHERE id = OLD."I";
END;
`
