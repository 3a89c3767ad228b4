/** Links that look like Mantine's controls, with the router's own types. */
import {
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  Menu,
  type MenuItemProps,
  NavLink,
  type NavLinkProps,
} from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";

type AnchorRest<P> = P & Omit<ComponentProps<"a">, keyof P>;

export const ButtonLink = createLink((props: AnchorRest<ButtonProps>) => <Button component="a" {...props} />);
export const TextLink = createLink((props: AnchorRest<AnchorProps>) => <Anchor {...props} />);
export const MenuLink = createLink((props: AnchorRest<MenuItemProps>) => (
  <Menu.Item component="a" {...props} />
));
export const NavigationLink = createLink((props: AnchorRest<NavLinkProps>) => <NavLink {...props} />);
