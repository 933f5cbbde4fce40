/**
 * Functions of Django, REST framework and others that are recorded, not followed, even where their code is here: what they were
 * called with says all, and their bodies would only hide it (`as_view` gives a closure, `@action` sets attributes).
 */
import type { FunctionValue } from "../value.ts";

const recorded: ReadonlySet<string> = new Set([
  "django.views.generic.base.View.as_view",
  "rest_framework.views.APIView.as_view",
  "rest_framework.viewsets.ViewSetMixin.as_view",
  "rest_framework.decorators.action",
  "rest_framework.decorators.api_view",
  "rest_framework.decorators.detail_route",
  "rest_framework.decorators.list_route",
  "rest_framework.routers.BaseRouter.register",
  "rest_framework.routers.BaseRouter.urls",
  "rest_framework.urlpatterns.format_suffix_patterns",
  ...["get", "post", "put", "patch", "delete", "api_operation", "add_router"].flatMap((name) => [
    `ninja.main.NinjaAPI.${name}`,
    `ninja.router.Router.${name}`,
  ]),
  "ninja.main.NinjaAPI.urls",
  "modeltranslation.decorators.register",
  "modeltranslation.translator.Translator.register",
  "django.core.management.commands.makemigrations.Command.handle",
  "django.contrib.admin.decorators.register",
  "django.contrib.admin.sites.AdminSite.register",
  "django.contrib.admin.sites.AdminSite.unregister",
  "django.contrib.admin.sites.AdminSite.urls",
  "django.contrib.admin.sites.AdminSite.get_urls",
  "django.contrib.admin.sites.AdminSite.admin_view",
  "django.contrib.admin.options.ModelAdmin.get_urls",
  "django.contrib.auth.admin.UserAdmin.get_urls",
  "django.contrib.admin.views.decorators.staff_member_required",
  "django.contrib.auth.decorators.login_required",
  "django.contrib.auth.decorators.permission_required",
  "django.contrib.auth.decorators.user_passes_test",
  "django.views.decorators.http.require_http_methods",
]);

/** Their own names: few functions have one of these, so few paths are made. */
const names: ReadonlySet<string> = new Set([...recorded].map((path) => path.slice(path.lastIndexOf(".") + 1)));

/** Is this a function whose call is recorded? */
export const isRecorded = (fn: FunctionValue): boolean => names.has(fn.name) && recorded.has(`${fn.module}.${fn.qualname}`);
