//! A short way to write the conventions every table follows.

use sea_orm_migration::prelude::*;

/// A table being described; `create` makes it and its indexes.
pub(crate) struct NewTable {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

impl NewTable {
    /// A table of no workspace, with a uuid `id`.
    pub(crate) fn global(name: &'static str) -> Self {
        Self::bare(name).column(ColumnDef::new("id").uuid().not_null().primary_key())
    }

    /// A table whose order of insertion matters: `seq` counts up and is the primary key.
    pub(crate) fn sequence(name: &'static str) -> Self {
        Self::bare(name).column(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
    }

    /// A table of one workspace: `id`, `workspace_id`, and the pair unique for composite foreign keys.
    pub(crate) fn tenant(name: &'static str) -> Self {
        Self::global(name).of_workspace("id")
    }

    /// Adds `workspace_id`, unique together with the primary key `id`.
    pub(crate) fn of_workspace(self, id: &'static str) -> Self {
        self.uuid("workspace_id").unique(&["workspace_id", id]).foreign(
            &["workspace_id"],
            "workspaces",
            &["id"],
        )
    }

    fn bare(name: &'static str) -> Self {
        Self { name, table: Table::create().table(name).to_owned(), indexes: Vec::new() }
    }

    fn column(mut self, column: &mut ColumnDef) -> Self {
        self.table.col(column);
        self
    }

    pub(crate) fn uuid(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).uuid().not_null())
    }

    pub(crate) fn uuid_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).uuid().null())
    }

    pub(crate) fn text(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).text().not_null())
    }

    pub(crate) fn text_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).text().null())
    }

    pub(crate) fn time(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).timestamp_with_time_zone().not_null())
    }

    pub(crate) fn time_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).timestamp_with_time_zone().null())
    }

    pub(crate) fn json(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).json_binary().not_null())
    }

    pub(crate) fn json_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).json_binary().null())
    }

    pub(crate) fn bytes(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).blob().not_null())
    }

    pub(crate) fn bytes_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).blob().null())
    }

    pub(crate) fn int(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).integer().not_null())
    }

    pub(crate) fn big_int(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).big_integer().not_null())
    }

    /// No two rows agree in all of `columns` (rows with a NULL among them never clash).
    pub(crate) fn unique(mut self, columns: &[&'static str]) -> Self {
        let mut index =
            Index::create().name(format!("uq_{}_{}", self.name, columns.join("_"))).unique().to_owned();
        for column in columns {
            index.col(*column);
        }
        self.table.index(&mut index);
        self
    }

    pub(crate) fn index(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create()
            .name(format!("ix_{}_{}", self.name, columns.join("_")))
            .table(self.name)
            .to_owned();
        for column in columns {
            index.col(*column);
        }
        self.indexes.push(index);
        self
    }

    pub(crate) fn foreign(mut self, from: &[&'static str], table: &'static str, to: &[&'static str]) -> Self {
        let mut key = ForeignKey::create().name(format!("fk_{}_{}", self.name, from.join("_"))).to_owned();
        for column in from {
            key.from(self.name, *column);
        }
        for column in to {
            key.to(table, *column);
        }
        self.table.foreign_key(&mut key);
        self
    }

    /// `column` is the `id` of a row of `table` in the same workspace.
    pub(crate) fn refers(self, column: &'static str, table: &'static str) -> Self {
        self.foreign(&["workspace_id", column], table, &["workspace_id", "id"])
    }

    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Removes tables in the order given.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(*name).to_owned()).await?;
    }
    Ok(())
}
