import { Alert, Button, createTheme, type MantineColorsTuple, Menu, Modal, Table } from "@mantine/core";

/** The colour of the house, the same as on the login pages. */
const gate: MantineColorsTuple = [
  "#eef1fc",
  "#dde2f8",
  "#bcc6f1",
  "#98a6e9",
  "#7a8be1",
  "#6479db",
  "#5469d4",
  "#4558bd",
  "#394a9f",
  "#2c3a7d",
];

/** Warnings, readable in white on it and as text on paper. */
const red: MantineColorsTuple = [
  "#fdeef1",
  "#fadbe1",
  "#f4b6c2",
  "#ee8ea1",
  "#ff8296",
  "#d84b65",
  "#c62f4a",
  "#b0273f",
  "#952136",
  "#6f1828",
];

/** Night around the gate: blue greys, the page as dark as the login's. */
const dark: MantineColorsTuple = [
  "#dbe1ec",
  "#b9c2d2",
  "#95a1b5",
  "#6b778d",
  "#37435a",
  "#273247",
  "#1a2334",
  "#111827",
  "#0d1320",
  "#080d17",
];

const fonts =
  '"Inter", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  primaryColor: "gate",
  primaryShade: 6,
  colors: { gate, dark, red },
  fontFamily: fonts,
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "0.9375rem" },
  headings: { fontFamily: fonts, fontWeight: "660" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    Modal: Modal.extend({ defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.5 } } }),
    // Nothing in a menu but its items; the menu itself takes the first focus.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Alert: Alert.extend({ defaultProps: { variant: "light" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } }),
  },
});
