#include "ui/shell/sidepane.h"

#include "ui/explain/explanation.h"
#include "ui/models/connectiondelegate.h"
#include "ui/models/connectionlistmodel.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
QLabel *section(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("part", QStringLiteral("section"));
    label->setContentsMargins(12, 10, 12, 4);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    label->setFont(font);
    return label;
}
} // namespace

SidePane::SidePane(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("sidePane"));
    setMinimumWidth(150);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);

    column->addWidget(section(tr("CONNECTIONS"), this));
    auto *empty = new QLabel(tr("None yet. Enter an address above, or try the demo server."), this);
    empty->setTextFormat(Qt::PlainText);
    empty->setWordWrap(true);
    empty->setContentsMargins(12, 4, 12, 4);
    empty->setProperty("part", QStringLiteral("empty"));
    m_empty = empty;
    column->addWidget(empty);
    m_connections = new QListView(this);
    m_connections->setObjectName(QStringLiteral("connectionList"));
    m_connections->setAccessibleName(tr("Connections"));
    m_connections->setProperty(explainProperty, QStringList{u"part.connections"_qs});
    m_connections->setItemDelegate(new ConnectionDelegate(m_connections));
    m_connections->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_connections->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_connections->setUniformItemSizes(true);
    m_connections->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_connections, 3); // as high as its rows, see fitLists()
    m_connections->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_connections, &QWidget::customContextMenuRequested, this, &SidePane::askForMenu);

    m_recentSection = section(tr("RECENT CAPTURES"), this);
    column->addWidget(m_recentSection);
    m_recent = new QListWidget(this);
    m_recent->setObjectName(QStringLiteral("recentList"));
    m_recent->setAccessibleName(tr("Recent captures"));
    m_recent->setProperty(explainProperty, QStringList{u"part.recent"_qs});
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setTextElideMode(Qt::ElideMiddle);
    m_recent->setStyleSheet(QStringLiteral("QListView::item { padding: 4px 8px; margin: 0 8px; border-radius: 5px; }"));
    column->addWidget(m_recent, 1);
    column->addStretch();
    connect(m_recent, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem *item) { Q_EMIT recentActivated(item->data(Qt::UserRole).toString()); });
    setRecent({});
}

void SidePane::setModel(ConnectionListModel *model)
{
    m_model = model;
    const QItemSelectionModel *old = m_connections->selectionModel();
    m_connections->setModel(model);
    delete old;
    connect(model, &QAbstractItemModel::rowsInserted, this, &SidePane::takeRows);
    connect(model, &QAbstractItemModel::modelReset, this, &SidePane::takeRows);
    takeRows();
    connect(m_connections->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { Q_EMIT connectionChosen(selectedConnection()); });
}

void SidePane::takeRows()
{
    m_empty->setVisible(m_model->rowCount() == 0);
    fitLists();
    if (m_awaited && m_model->rowOf(m_awaited) >= 0)
        selectConnection(m_awaited);
}

void SidePane::setRecent(const QStringList &paths)
{
    m_recent->clear();
    for (const QString &path : paths) {
        auto *item = new QListWidgetItem(QFileInfo(path).fileName(), m_recent);
        item->setData(Qt::UserRole, path);
        item->setToolTip(path);
    }
    m_recentSection->setVisible(!paths.isEmpty());
    m_recent->setVisible(!paths.isEmpty());
    fitLists();
}

void SidePane::fitLists()
{
    if (m_recent == nullptr)
        return;
    for (QListView *list : {m_connections, static_cast<QListView *>(m_recent)}) {
        const int rows = list->model() != nullptr ? list->model()->rowCount() : 0;
        const int height = rows > 0 ? std::max(list->sizeHintForRow(0), 1) : 0;
        list->setMaximumHeight(std::min<qint64>(qint64(rows) * height, QWIDGETSIZE_MAX));
        list->setMinimumHeight(std::min(rows, 2) * height);
    }
}

bool SidePane::event(QEvent *event)
{
    const bool done = QWidget::event(event);
    if (event->type() == QEvent::Polish || event->type() == QEvent::Show || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        fitLists();
    return done;
}

void SidePane::selectConnection(std::optional<ConnectionId> id)
{
    const int row = m_model->rowOf(id);
    m_awaited = row < 0 ? id : std::nullopt;
    if (row >= 0)
        m_connections->setCurrentIndex(m_model->index(row));
}

std::optional<ConnectionId> SidePane::selectedConnection() const
{
    return m_model->connectionAt(m_connections->currentIndex().row());
}

void SidePane::askForMenu(const QPoint &position)
{
    QModelIndex index = m_connections->indexAt(position);
    if (!index.isValid())
        index = m_connections->currentIndex(); // by the keyboard
    if (const auto id = m_model->connectionAt(index.row()))
        Q_EMIT connectionMenuRequested(m_connections->viewport()->mapToGlobal(position), *id);
}

void SidePane::focusConnections() { m_connections->setFocus(Qt::ShortcutFocusReason); }

} // namespace framescope::ui
