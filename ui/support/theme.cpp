#include "ui/support/theme.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>
#include <QStyleFactory>
#include <QStyleHints>
#include <QWidget>

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
/// Cells of the part "columns" begin where their headings do, in trees whose heading is "indented" behind the arrows.
/// Text fields are given no colour here: the sheet would halve the one of their placeholder.
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
QToolButton[part="button"]::menu-indicator, QToolButton[part="tool"]::menu-indicator { image: none; }
QToolButton[part="tool"] { color: %textMuted%; background: transparent; border: 1px solid %border%; border-radius: 4px;
    padding: 2px 7px; }
QToolButton[part="tool"][popupMode="2"] { border-color: transparent; }
QToolButton[part="tool"]:hover { color: %textMain%; border-color: %strongBorder%; }
QToolButton[part="tool"]:checked { color: %selectionText%; background: %selection%; border-color: %accent%; }
QToolButton[part="tool"]:focus { border-color: %accent%; }
QToolButton[part="tool"]:disabled { color: %textFaint%; border-color: transparent; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox { background: %base%; border: 1px solid %border%;
    border-radius: 5px; padding: 4px 7px; selection-background-color: %selection%; selection-color: %selectionText%; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus { border-color: %accent%; }
QLineEdit[invalid="true"] { border-color: %finding%; }
QLineEdit[valid="true"] { border-color: %ok%; background: %okBack%; }
QToolButton[part="chip"] { color: %textMuted%; background: transparent; border: 1px solid %border%;
    border-radius: 9px; padding: 1px 8px; }
QToolButton[part="chip"]:hover { color: %textMain%; border-color: %strongBorder%; }
QToolButton[part="chip"]:checked { color: %selectionText%; background: %selection%; border-color: %selection%; }
QToolButton[part="chip"]:focus { border-color: %accent%; }
QToolButton[part="swatch"] { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton[part="swatch"]:hover { border-color: %strongBorder%; }
QToolButton[part="swatch"]:checked { border-color: %accent%; }
QToolButton[part="swatch"]:focus { background: %selection%; }
QListView[part="popup"] { background: %raised%; border: 1px solid %strongBorder%; padding: 2px; }
QFrame[part="popup"] { background: %raised%; border: 1px solid %strongBorder%; border-radius: 5px; }
QSpinBox { padding-right: 20px; }
QSpinBox::up-button, QSpinBox::down-button { subcontrol-origin: border; width: 18px; border: none; margin-right: 2px;
    border-radius: 3px; background: transparent; }
QSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: %border%; }
QSpinBox::up-arrow { image: url(:/framescope/icons/spin-%theme%.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow { image: url(:/framescope/icons/combo-%theme%.svg); width: 9px; height: 9px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QTabBar { background: %raised%; }
QTabBar::tab { background: transparent; color: %textMuted%; padding: 6px 12px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: %textMain%; background: %window%; border-bottom: 2px solid %accent%; }
QTabBar::tab:hover:!selected { color: %textMain%; }
QTabBar::tab:selected:focus { color: %selectionText%; background: %selection%; }
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
QLabel[part="heading"] { color: %textMain%; font-weight: 600; }
QLabel[part="section"] { color: %textMuted%; font-weight: 600; }
QLabel[part="muted"] { color: %textMuted%; }
QLabel[part="empty"] { color: %textMuted%; }
QLabel[part="warning"] { color: %warning%; }
QLabel[part="finding"] { color: %finding%; }
QLabel[part="ok"] { color: %ok%; }
QComboBox { background: %raised%; color: %textMain%; border: 1px solid %border%; border-radius: 5px;
    padding: 4px 6px 4px 9px; }
QComboBox:hover { border-color: %strongBorder%; }
QComboBox:focus { border-color: %accent%; }
QComboBox:disabled { color: %textFaint%; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url(:/framescope/icons/combo-%theme%.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: %window%; color: %textMain%; border: 1px solid %border%; padding: 2px;
    selection-background-color: %selection%; selection-color: %selectionText%; }
QFrame[part="chip"] { background: %raised%; border: 1px solid %border%; border-radius: 5px; }
QFrame[part="chip"] QLabel { color: %textMuted%; }
QFrame[part="chip"] QComboBox { background: transparent; border: 1px solid transparent; padding: 1px 0 1px 4px; }
QFrame[part="chip"] QComboBox:focus, QFrame[part="chip"] QLineEdit:focus { border: 1px solid %accent%; }
QFrame[part="chip"] QLineEdit { padding: 0 4px; border-radius: 3px; }
QFrame[part="chip"] QLineEdit[readOnly="true"] { background: transparent; border: 1px solid transparent;
    color: %textMuted%; }
QFrame[part="chip"] QLineEdit[invalid="true"] { border: 1px solid %finding%; }
QCheckBox { spacing: 7px; padding: 1px; border: 1px solid transparent; border-radius: 3px; }
QCheckBox:focus { border-color: %accent%; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator { width: 14px; height: 14px;
    border: 1px solid %textFaint%; border-radius: 3px; background: %base%; }
QCheckBox::indicator:hover, QTreeView::indicator:hover, QListView::indicator:hover, QTableView::indicator:hover
    { border-color: %textMain%; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked
    { image: url(:/framescope/icons/checked-%theme%.svg); }
QCheckBox::indicator:disabled, QTreeView::indicator:disabled, QListView::indicator:disabled,
    QTableView::indicator:disabled { border-color: %border%; }
QFrame[part="chip"] QCheckBox { spacing: 3px; }
QFrame[part="message"] { background: %raised%; border: none; border-top: 1px solid %border%;
    border-left: 4px solid %received%; }
QFrame[part="message"][kind="warning"] { border-left-color: %warning%; }
QFrame[part="message"][kind="error"] { border-left-color: %finding%; }
QPushButton[part="small"] { padding: 2px 10px; background: %window%; }
QPushButton[recording="true"] { color: %finding%; }
QTableView[part="framed"], QListView[part="framed"] { background: %base%; border: 1px solid %border%;
    border-radius: 5px; gridline-color: %border%; }
QTableView[part="figures"] { background: %base%; border: 1px solid %border%; border-radius: 5px; }
QTableView[part="figures"]::item { border: none; padding: 0 6px 0 5px; }
QTableView[part="figures"]::item:selected { background: %selection%; color: %selectionText%; }
QTableView[part="columns"]::item, QTreeView[part="columns"]::item { border: none; padding: 1px 6px 1px 5px; }
QTableView[part="columns"]::item:selected { background: %selection%; color: %selectionText%; }
QHeaderView[part="indented"]::section:first { padding-left: 22px; }
QTableView[part="framed"] QLineEdit { border-radius: 0; padding: 0 4px; }
QPlainTextEdit[invalid="true"] { border-color: %finding%; }
QLineEdit:disabled, QSpinBox:disabled { color: %textFaint%; background: %window%; }
QCheckBox:disabled { color: %textFaint%; }
QListView[part="pages"] { background: %raised%; border: none; border-right: 1px solid %border%; padding: 8px 0; }
QListView[part="pages"]::item { padding: 6px 14px; border-left: 3px solid transparent; }
QListView[part="pages"]::item:selected { border-left-color: %accent%; }
QScrollArea[part="pages"], QScrollArea[part="pages"] > QWidget > QStackedWidget { background: %window%; border: none; }
QFrame[part="buttons"] { background: %raised%; border-top: 1px solid %border%; }
)");
    const std::pair<const char *, QColor> names[] = {
        {"%window%", c.window},
        {"%base%", c.base},
        {"%raised%", c.raised},
        {"%border%", c.border},
        {"%strongBorder%", c.strongBorder},
        {"%textMain%", c.textMain},
        {"%textMuted%", c.textMuted},
        {"%textFaint%", c.textFaint},
        {"%selection%", c.selection},
        {"%selectionText%", c.selectionText},
        {"%accent%", c.accent},
        {"%accentText%", c.accentText},
        {"%accentHover%", c.accentHover},
        {"%finding%", c.finding},
        {"%warning%", c.warning},
        {"%ok%", c.ok},
        {"%received%", c.received},
        {"%okBack%", c.okBack},
    };
    for (const auto &[name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    sheet.replace(QLatin1String("%theme%"), QLatin1String(c.dark ? "dark" : "light"));
    return sheet;
}

QString &chosenMonospace()
{
    static QString family;
    return family;
}

QFont monospaceAt(const QFont &interface)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    if (!chosenMonospace().isEmpty())
        font.setFamily(chosenMonospace());
    if (interface.pointSizeF() > 0)
        font.setPointSizeF(interface.pointSizeF());
    else
        font.setPixelSize(interface.pixelSize());
    return font;
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
    ensureResources(); // the sheet names images
    const Colors &colors = dark ? Colors::darkTable() : Colors::light();
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setPalette(paletteFor(colors));
    app.setStyleSheet(styleSheetFor(colors));
}

void applyFonts(QApplication &app, int points, const QString &monospace)
{
    static const QFont ofDesktop = app.font();
    const QFont monoBefore = monospaceFont();
    const qreal before = QFontInfo(app.font()).pointSizeF();
    chosenMonospace() = monospace;
    QFont font = ofDesktop;
    if (points > 0)
        font.setPointSize(points);
    const qreal ratio = QFontInfo(font).pointSizeF() / before;
    const QFont mono = monospaceAt(font);
    if (font == app.font() && mono == monoBefore)
        return;
    // Fonts that widgets were given stay theirs otherwise: the monospaced ones, and those smaller or larger than others.
    for (QWidget *widget : app.allWidgets()) {
        if (!widget->testAttribute(Qt::WA_SetFont))
            continue;
        QFont own = widget->font();
        if (own.family() == monoBefore.family())
            own.setFamily(mono.family());
        if (own.pointSizeF() > 0)
            own.setPointSizeF(own.pointSizeF() * ratio);
        widget->setFont(own);
    }
    app.setFont(font);
    app.setStyleSheet(app.styleSheet()); // what the sheet kept of the old font
}

QFont monospaceFont() { return monospaceAt(QApplication::font()); }

} // namespace framescope::ui
