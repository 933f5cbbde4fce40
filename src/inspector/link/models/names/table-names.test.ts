import { describe, expect, it } from "vitest";
import { camelCaseToSpaces, indexName, maxNameLength, truncateName } from "./table-names.ts";

describe("names that Django derives", () => {
  it("shortens a long table name with four digits of its digest", () => {
    const long = "observatory_telescopeobservationschedule_participating_astronomers";
    expect(truncateName(long, 63)).toBe(
      "observatory_telescopeobservationschedule_participating_astrTAIL".replace("TAIL", truncateName(long, 63).slice(-4)),
    );
    expect(truncateName(long, 63)).toHaveLength(63);
    expect(truncateName(long, null)).toBe(long);
    expect(truncateName("short", 63)).toBe("short");
  });

  it("knows how long names may be on each database", () => {
    expect(maxNameLength("django.db.backends.postgresql")).toBe(63);
    expect(maxNameLength("django.contrib.gis.db.backends.postgis")).toBe(63);
    expect(maxNameLength("django.db.backends.mysql")).toBe(64);
    expect(maxNameLength("django.db.backends.oracle")).toBe(30);
    expect(maxNameLength("django.db.backends.sqlite3")).toBeNull();
    expect(maxNameLength(null)).toBeNull();
  });

  it("names an index as Django does", () => {
    expect(indexName("dcim_rack", ["site_id", "location_id", "name", "id"], "idx")).toBe("dcim_rack_site_id_715040_idx");
  });

  it("spells a class name in words", () => {
    expect(camelCaseToSpaces("TelescopeMirror")).toBe("telescope mirror");
    expect(camelCaseToSpaces("HTTPServerLog")).toBe("http server log");
    expect(camelCaseToSpaces("VLANGroup")).toBe("vlan group");
    expect(camelCaseToSpaces("IPAddress")).toBe("ip address");
  });
});
