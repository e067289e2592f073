#include "ui/payload/treetab.h"

#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/support/filteractions.h"
#include "ui/support/numbertext.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
/// What takes longer is told about.
constexpr int noticedAfterMs = 150;
/// The view lays out whatever is open: of more values than these only one at a time is opened.
constexpr std::size_t maxLaidOut = 5000;
constexpr int openedDepth = 6;
constexpr qsizetype longestPath = 2000;
} // namespace

TreeTab::TreeTab(const QString &name, const QString &title, QAbstractItemModel *model, QAbstractItemDelegate *delegate,
                 QWidget *parent)
    : PayloadTab(name, title, parent)
    , m_tree(new QTreeView)
    , m_showError(new QPushButton(tr("Show in Hex")))
    , m_begin(new QPushButton)
    , m_job(new LatestJob(this))
    , m_slow(new QTimer(this))
    , m_notice(new QWidget)
    , m_noticeText(new QLabel)
    , m_path(new QLabel)
{
    setObjectName(name + QStringLiteral("Pane"));
    m_tree->setObjectName(name + QStringLiteral("Tree"));
    model->setParent(this);
    m_tree->setModel(model);
    delegate->setParent(m_tree);
    m_tree->setItemDelegate(delegate);
    m_tree->installEventFilter(this);
    m_tree->setUniformRowHeights(true);
    m_tree->setFont(monospaceFont());
    m_tree->setIndentation(14);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &TreeTab::contextMenu);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) { currentChanged(current); });

    m_notice->setObjectName(name + QStringLiteral("Notice"));
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeText->setObjectName(name + QStringLiteral("NoticeText"));
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(10, 4, 10, 4);
    notice->addWidget(m_noticeText, 1);
    notice->addWidget(m_showError);
    notice->addWidget(m_begin);

    m_slow->setSingleShot(true);
    m_slow->setInterval(noticedAfterMs);
    connect(m_slow, &QTimer::timeout, this, [this] {
        m_showError->hide();
        note(tr("Reading %1 …").arg(bytesText(m_slowSize)), "muted");
    });

    m_path->setProperty("part", QStringLiteral("muted"));
    m_path->setTextFormat(Qt::PlainText);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_path->setFont(monospaceFont());
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(8, 0, 8, 2);
    bottom->addWidget(m_path, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_tree, 1);
    column->addLayout(bottom);
}

bool TreeTab::eventFilter(QObject *watched, QEvent *event)
{
    // QTreeView opens all levels at this key, one call inside another: a hundred thousand of them end the program.
    if (watched == m_tree && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Asterisk) {
        if (valueCount() <= maxLaidOut)
            m_tree->expandToDepth(openedDepth);
        else
            m_tree->expand(m_tree->currentIndex().siblingAtColumn(0));
        return true;
    }
    return PayloadTab::eventFilter(watched, event);
}

void TreeTab::release()
{
    clear();
    m_job->cancelAndWait();
}

bool TreeTab::isReading() const { return m_job->isRunning(); }

void TreeTab::reset()
{
    m_job->cancel();
    m_slow->stop();
    m_notice->hide();
    m_path->clear();
}

void TreeTab::note(const QString &text, const char *part)
{
    m_noticeText->setText(text);
    restyle(m_noticeText, "part", QLatin1String(part));
    m_notice->show();
}

void TreeTab::hideNotice() { m_notice->hide(); }

void TreeTab::runSlowly(std::uint64_t size, LatestJob::Work work)
{
    m_begin->hide();
    m_notice->hide();
    m_slowSize = size;
    m_slow->start();
    m_job->start(std::move(work));
}

void TreeTab::endSlow()
{
    m_slow->stop();
    m_begin->hide();
    m_notice->hide();
}

void TreeTab::copy(const QString &text) { QGuiApplication::clipboard()->setText(text); }

void TreeTab::setCurrent(const QModelIndex &index)
{
    m_quiet = true;
    m_tree->setCurrentIndex(index);
    m_quiet = false;
}

std::optional<OctetRange> TreeTab::selectedOctets() const
{
    const QModelIndex current = m_tree->currentIndex();
    return current.isValid() ? std::optional(rangeOf(current)) : std::nullopt;
}

void TreeTab::currentChanged(const QModelIndex &current)
{
    m_path->setText(current.isValid() ? io::visibleText(pathOf(current).left(longestPath)) : QString());
    if (m_quiet || !current.isValid())
        return;
    const OctetRange octets = rangeOf(current);
    Q_EMIT octetsSelected(octets.from, octets.count);
}

void TreeTab::contextMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (!index.isValid())
        return;
    QMenu menu(this);
    if (const QString filter = filterFor(index); !filter.isEmpty()) {
        addFilterActions(menu, filter, [=, this](bool hide) { Q_EMIT filterRequested(filter, hide); });
        menu.addSeparator();
    }
    // While the menu is open another payload may come, and with it another tree.
    menu.addAction(tr("Copy path"), this, [path = pathOf(index)] { copy(path); });
    addCopyActions(menu, index);
    menu.addAction(tr("Show in Hex"), this, [this, value = QPersistentModelIndex(index)] {
        if (!value.isValid())
            return;
        const OctetRange octets = rangeOf(value);
        Q_EMIT octetsActivated(octets.from, octets.count);
    });
    menu.exec(m_tree->viewport()->mapToGlobal(position));
}

} // namespace framescope::ui
