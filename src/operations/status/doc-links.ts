/** Links of a workspace's page: this product's own guide, served by itself, and Django's pages for the version in use. */
import type { z } from "zod";
import type { docLink } from "../../contract/shapes/status.ts";

type DocLink = z.infer<typeof docLink>;

const guide: readonly DocLink[] = [
  { title: "Guide — The desk in ten minutes", url: "/docs/" },
  { title: "Guide — What DJDesk does and does not do to a project", url: "/docs/read-only/" },
  { title: "Guide — The REST API", url: "/docs/rest/" },
];

/** `version` as detected: `5.2.19`. Without one, Django's stable pages. */
export const toDocLinks = (version: string | null): readonly DocLink[] => {
  const release = version === null ? null : (/^(\d+\.\d+)/.exec(version)?.[1] ?? null);
  const base = `https://docs.djangoproject.com/en/${release ?? "stable"}`;
  const name = release === null ? "Django" : `Django ${release}`;
  return [
    ...guide,
    { title: `${name} — Models`, url: `${base}/topics/db/models/` },
    { title: `${name} — Migrations`, url: `${base}/topics/migrations/` },
    { title: `${name} — django-admin and manage.py`, url: `${base}/ref/django-admin/` },
  ];
};
