/** django-organizations: its metaclass joins the four models of one module that derive from its bases. */
import type { ClassValue } from "../../../evaluate/value.ts";
import { makeField, makeRelation } from "../fields/make-field.ts";
import type { Field, Model, Relation, Target } from "../model.ts";
import type { Workshop } from "../prepare/workshop.ts";
import type { Pattern } from "./pattern.ts";

type Role = "organization" | "user" | "owner" | "invitation";

/** Bases that give a class its role, by the names that the package looks for. */
const roles: Readonly<Record<string, Role>> = {
  AbstractOrganization: "organization",
  OrganizationBase: "organization",
  AbstractOrganizationUser: "user",
  OrganizationUserBase: "user",
  AbstractOrganizationOwner: "owner",
  OrganizationOwnerBase: "owner",
  AbstractOrganizationInvitation: "invitation",
  OrganizationInvitationBase: "invitation",
};

const roleOf = (workshop: Workshop, value: ClassValue): Role | null => {
  const isIts = workshop.evaluator
    .mro(value)
    .some((base) => base.kind !== "unknown" && workshop.evaluator.pathOf(base)?.startsWith("organizations.") === true);
  if (!isIts) return null;
  for (const base of value.bases) {
    const forced = workshop.evaluator.force(base);
    const role = forced.kind === "class" ? roles[forced.name] : undefined;
    if (role !== undefined) return role;
  }
  return null;
};

/** The last class of each role in a module. */
const family = (workshop: Workshop, module: string): ReadonlyMap<Role, ClassValue> => {
  const found = new Map<Role, ClassValue>();
  for (const { value } of workshop.evaluator.modules.get(module)?.namespace.values() ?? []) {
    const role = value.kind === "class" && value.module === module ? roleOf(workshop, value) : null;
    if (role !== null && value.kind === "class") found.set(role, value);
  }
  return found;
};

const fieldsOf = (workshop: Workshop, model: Model): readonly Field[] => {
  const role = model.class === null ? null : roleOf(workshop, model.class);
  if (role === null) return [];
  const members = family(workshop, model.module);
  const [organization, user] = [members.get("organization"), members.get("user")];
  if (members.size < 4 || organization === undefined || user === undefined || members.get(role) !== model.class) return [];
  const setting = workshop.settings.read("AUTH_USER_MODEL");
  const users: Target = { kind: "label", label: typeof setting === "string" ? setting : "auth.User" };
  const [toOrganization, toMember] = [organization, user].map((value): Target => ({ kind: "class", class: value }));
  if (toOrganization === undefined || toMember === undefined) return [];
  const relate = (name: string, className: string, target: Target, change: Partial<Relation> = {}): Field =>
    makeField(className, name, model.path, {
      origin: model.origin,
      relation: makeRelation(className === "OneToOneField" ? "one_to_one" : "many_to_one", target, change),
    });
  const back = "%(app_label)s_%(class)s";
  switch (role) {
    case "organization":
      return [
        makeField("ManyToManyField", "users", model.path, {
          origin: model.origin,
          relation: makeRelation("many_to_many", users, { onDelete: null, through: toMember, relatedName: back }),
        }),
      ];
    case "user":
      return [
        relate("user", "ForeignKey", users, { relatedName: back }),
        relate("organization", "ForeignKey", toOrganization, { relatedName: "organization_users" }),
      ];
    case "owner":
      return [
        relate("organization_user", "OneToOneField", toMember),
        relate("organization", "OneToOneField", toOrganization, { relatedName: "owner" }),
      ];
    case "invitation":
      return [
        relate("invited_by", "ForeignKey", users, { relatedName: `${back}_sent_invitations` }),
        { ...relate("invitee", "ForeignKey", users, { relatedName: `${back}_invitations` }), null: true, blank: true },
        relate("organization", "ForeignKey", toOrganization, { relatedName: "organization_invites" }),
      ];
  }
};

export const organizations: Pattern = { fieldsOf };
