/** All patterns, in the order in which they are asked. */
import { cmsPlugin } from "./cms-plugin.ts";
import { contributeHooks } from "./contribute-hooks.ts";
import { djmoney } from "./djmoney.ts";
import { hierarkey } from "./hierarkey.ts";
import { modeltranslation } from "./modeltranslation.ts";
import { modelUtils } from "./model-utils.ts";
import { mptt } from "./mptt.ts";
import { organizations } from "./organizations.ts";
import { parler } from "./parler.ts";
import type { Pattern } from "./pattern.ts";
import { simpleHistory } from "./simple-history.ts";
import { taggit } from "./taggit.ts";

export const patterns: readonly Pattern[] = [
  contributeHooks,
  mptt,
  taggit,
  modelUtils,
  djmoney,
  parler,
  modeltranslation,
  simpleHistory,
  hierarkey,
  organizations,
  cmsPlugin,
];
