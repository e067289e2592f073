#include "ui/support/theme.h"

#include "ui/support/colors.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QStyleHints>

namespace framescope::ui
{

namespace
{
QPalette paletteFor(const Colors &c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.textMain);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, c.rowOdd);
    p.setColor(QPalette::Text, c.textMain);
    p.setColor(QPalette::Button, c.raised);
    p.setColor(QPalette::ButtonText, c.textMain);
    p.setColor(QPalette::BrightText, c.finding);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.textMain);
    p.setColor(QPalette::PlaceholderText, c.textFaint);
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.selectionText);
    p.setColor(QPalette::Link, c.text);
    p.setColor(QPalette::LinkVisited, c.binary);
    p.setColor(QPalette::Light, c.strongBorder);
    p.setColor(QPalette::Midlight, c.border);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.strongBorder);
    p.setColor(QPalette::Shadow, c.dark ? QColor(0x10, 0x12, 0x16) : QColor(0x90, 0x96, 0xA2));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.textFaint);
    return p;
}

/// %name% stands for a colour of the table. Widgets name their part with the dynamic property "part".
QString styleSheetFor(const Colors &c)
{
    QString sheet = QStringLiteral(R"(
QMenuBar { background: %window%; border-bottom: 1px solid %border%; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: %selection%; color: %selectionText%; }
QMenu { background: %window%; border: 1px solid %border%; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: %selection%; color: %selectionText%; }
QMenu::item:disabled { color: %textFaint%; background: transparent; }
QMenu::separator { height: 1px; background: %border%; margin: 4px 6px; }
QToolTip { background: %raised%; color: %textMain%; border: 1px solid %border%; padding: 4px 6px; }
QPushButton, QToolButton[part="button"] { background: %raised%; color: %textMain%; border: 1px solid %border%;
    border-radius: 5px; padding: 5px 12px; }
QPushButton:hover, QToolButton[part="button"]:hover { border-color: %strongBorder%; }
QPushButton:pressed, QToolButton[part="button"]:pressed, QPushButton:checked, QToolButton[part="button"]:checked
    { background: %selection%; color: %selectionText%; }
QPushButton:focus, QToolButton[part="button"]:focus { border-color: %accent%; }
QPushButton:disabled, QToolButton[part="button"]:disabled { color: %textFaint%; }
QPushButton[part="primary"] { background: %accent%; color: %accentText%; border-color: %accent%; }
QPushButton[part="primary"]:hover { background: %accentHover%; border-color: %accentHover%; }
QPushButton[part="primary"]:focus { border-color: %textMain%; }
QPushButton[part="primary"]:disabled { background: %raised%; color: %textFaint%; border-color: %border%; }
QToolButton[part="button"]::menu-indicator { image: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox { background: %base%; color: %textMain%; border: 1px solid %border%;
    border-radius: 5px; padding: 4px 7px; selection-background-color: %selection%; selection-color: %selectionText%; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus { border-color: %accent%; }
QLineEdit[invalid="true"] { border-color: %finding%; }
QTabBar { background: %raised%; }
QTabBar::tab { background: transparent; color: %textMuted%; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: %textMain%; background: %window%; border-bottom: 2px solid %accent%; }
QTabBar::tab:hover:!selected { color: %textMain%; }
QTabBar::tab:focus { color: %accent%; }
QTabWidget::pane { border: none; }
QTabWidget::tab-bar { left: 0; }
QStatusBar { background: %raised%; border-top: 1px solid %border%; }
QStatusBar::item { border: none; }
QSplitter::handle { background: %border%; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QHeaderView { background: %raised%; }
QHeaderView::section { background: %raised%; color: %textMuted%; font-weight: 600; border: none;
    border-right: 1px solid %border%; border-bottom: 1px solid %border%; padding: 4px 8px; }
QTreeView, QListView, QTableView { background: %window%; border: none; outline: none; }
QTreeView::item { padding: 1px 0; }
QTreeView::item:selected, QListView::item:selected { background: %selection%; color: %selectionText%; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: %border%; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: %strongBorder%; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QWidget[part="bar"] { background: %window%; border-bottom: 1px solid %border%; }
QWidget[part="tabstrip"] { background: %raised%; border-bottom: 1px solid %border%; }
QLabel[part="section"] { color: %textMuted%; font-weight: 600; }
QLabel[part="muted"] { color: %textMuted%; }
QLabel[part="empty"] { color: %textMuted%; }
QLabel[part="warning"] { color: %warning%; }
QLabel[part="finding"] { color: %finding%; }
QLabel[part="ok"] { color: %ok%; }
)");
    const std::pair<const char *, QColor> names[] = {
        {"%window%", c.window},       {"%base%", c.base},
        {"%raised%", c.raised},       {"%border%", c.border},
        {"%strongBorder%", c.strongBorder}, {"%textMain%", c.textMain},
        {"%textMuted%", c.textMuted}, {"%textFaint%", c.textFaint},
        {"%selection%", c.selection}, {"%selectionText%", c.selectionText},
        {"%accent%", c.accent},       {"%accentText%", c.accentText},
        {"%accentHover%", c.accentHover}, {"%finding%", c.finding},
        {"%warning%", c.warning},     {"%ok%", c.ok},
    };
    for (const auto &[name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    return sheet;
}
} // namespace

bool desktopIsDark(const QApplication &app)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return app.styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    return app.palette().color(QPalette::Window).lightness() < 128;
#endif
}

void applyTheme(QApplication &app, bool dark)
{
    const Colors &colors = dark ? Colors::darkTable() : Colors::light();
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setPalette(paletteFor(colors));
    app.setStyleSheet(styleSheetFor(colors));
}

QFont monospaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    const QFont interface = QApplication::font();
    if (interface.pointSizeF() > 0)
        font.setPointSizeF(interface.pointSizeF());
    else
        font.setPixelSize(interface.pixelSize());
    return font;
}

} // namespace framescope::ui
