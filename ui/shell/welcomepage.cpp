#include "ui/shell/welcomepage.h"

#include "ui/support/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
constexpr int pageWidth = 620;
constexpr std::size_t shownUnsaved = 5;

QLabel *label(const QString &text, const char *part, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setProperty("part", QLatin1String(part));
    return made;
}
} // namespace

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("welcomePage"));
    // In a low window it scrolls: a page that is not even shown must not keep the window high.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto *around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 0, 0);
    around->addWidget(scroll);
    auto *page = new QWidget(content);
    page->setMaximumWidth(pageWidth);
    page->setMinimumWidth(360);
    auto *column = new QVBoxLayout(page);
    column->setSpacing(10);

    auto *title = label(tr("See every frame, send any frame"), "title", page);
    QFont titleFont = title->font();
    titleFont.setPointSizeF(titleFont.pointSizeF() * 1.6);
    titleFont.setWeight(QFont::DemiBold);
    title->setFont(titleFont);
    column->addWidget(title);
    column->addWidget(label(tr("Type a ws:// or wss:// address above and press Enter. Each frame that passes, in both "
                               "directions, becomes a row here; select one to see its header, payload and verdict."),
                            "muted", page));
    column->addSpacing(6);

    auto *buttons = new QHBoxLayout;
    auto *demo = new QPushButton(tr("Connect to the built-in demo server"), page);
    demo->setObjectName(QStringLiteral("welcomeDemo"));
    demo->setProperty("part", QStringLiteral("primary"));
    auto *url = new QPushButton(tr("Enter an address"), page);
    url->setObjectName(QStringLiteral("welcomeUrl"));
    auto *open = new QPushButton(tr("Open a capture…"), page);
    open->setObjectName(QStringLiteral("welcomeOpen"));
    for (QPushButton *button : {demo, url, open})
        buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(
        label(tr("The demo needs no network: it runs inside this program and shows text, JSON, fragments, "
                 "binary, pings, and on request every kind of malformed frame."),
              "muted", page));

    m_unsaved = new QWidget(page);
    m_unsavedRows = new QVBoxLayout(m_unsaved);
    m_unsavedRows->setContentsMargins(0, 12, 0, 0);
    column->addWidget(m_unsaved);
    m_unsaved->hide();

    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(page, 100);
    across->addStretch(1);
    auto *down = new QVBoxLayout(content);
    down->addStretch(1);
    down->addLayout(across);
    down->addStretch(2);

    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoRequested);
    connect(url, &QPushButton::clicked, this, &WelcomePage::urlRequested);
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);
}

void WelcomePage::setUnsaved(const std::vector<capture::CaptureStore::UnsavedCapture> &captures)
{
    while (QLayoutItem *item = m_unsavedRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_unsaved->setVisible(!captures.empty());
    if (captures.empty())
        return;
    m_unsavedRows->addWidget(label(tr("CAPTURES THAT WERE NOT SAVED"), "section", m_unsaved));
    const QLocale locale;
    for (std::size_t i = 0; i < std::min(captures.size(), shownUnsaved); ++i) {
        const auto &capture = captures[i];
        auto *line = new QWidget(m_unsaved);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(
            label(tr("%1 · %2").arg(locale.toString(capture.modified, QLocale::ShortFormat), sizeText(capture.size)),
                  "", line),
            1);
        auto *open = new QPushButton(tr("Open"), line);
        open->setAccessibleName(tr("Open the capture of %1").arg(locale.toString(capture.modified)));
        auto *remove = new QPushButton(tr("Delete"), line);
        remove->setAccessibleName(tr("Delete the capture of %1").arg(locale.toString(capture.modified)));
        row->addWidget(open);
        row->addWidget(remove);
        m_unsavedRows->addWidget(line);
        connect(open, &QPushButton::clicked, this, [this, path = capture.path] { Q_EMIT unsavedOpenRequested(path); });
        connect(remove, &QPushButton::clicked, this,
                [this, path = capture.path] { Q_EMIT unsavedRemoveRequested(path); });
    }
    if (captures.size() > shownUnsaved)
        m_unsavedRows->addWidget(
            label(tr("%1 more in File › Unsaved captures").arg(captures.size() - shownUnsaved), "muted", m_unsaved));
}

} // namespace framescope::ui
