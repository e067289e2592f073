#pragma once

#include "core/base/ids.h"

#include <QWidget>

#include <optional>

class QListView;
class QListWidget;

namespace framescope::ui
{

class ConnectionListModel;

/// The left pane: the capture's connections, and captures that were opened or saved lately.
class SidePane : public QWidget
{
    Q_OBJECT
public:
    explicit SidePane(QWidget *parent = nullptr);

    /// Lifetime: the model outlives the pane.
    void setModel(ConnectionListModel *model);
    void setRecent(const QStringList &paths);
    /// Selects it now, or as soon as the model has it.
    void selectConnection(std::optional<ConnectionId> id);
    std::optional<ConnectionId> selectedConnection() const;
    void focusConnections();

Q_SIGNALS:
    void connectionChosen(std::optional<framescope::ConnectionId> id);
    void recentActivated(const QString &path);
    /// A menu about this connection belongs at this global position.
    void connectionMenuRequested(const QPoint &at, framescope::ConnectionId id);

protected:
    bool event(QEvent *event) override;

private:
    void takeRows();
    /// Each list as high as its rows are, so that what is below stands below it and not at the pane's end.
    void fitLists();
    void askForMenu(const QPoint &position);

    ConnectionListModel *m_model = nullptr;
    std::optional<ConnectionId> m_awaited; ///< to be selected when it appears
    QListView *m_connections = nullptr;
    QListWidget *m_recent = nullptr;
    QWidget *m_recentSection;
    QWidget *m_empty;
};

} // namespace framescope::ui
