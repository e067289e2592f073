#pragma once

#include <span>

namespace framescope::ui
{

/// A key that a pane takes by itself while it has the focus; commands of the window stand in shortcuts.h.
struct PaneKey {
    const char *pane; ///< in the context "Shortcuts", as the text
    const char *keys; ///< portable text, several with ", " between them
    const char *text;
};

std::span<const PaneKey> allPaneKeys();

} // namespace framescope::ui
